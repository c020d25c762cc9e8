#include "horizon/result_inspection.hpp"

#include "base/encoding.hpp"
#include "horizon/money_fields.hpp"

namespace farthing::horizon {
namespace {

namespace json = base::json;

using stellar::OperationCode;
using stellar::OperationResult;
using stellar::TransactionResult;

json::object codes_of(TransactionResult const& result) {
    json::object out{{"transaction", stellar::horizon_name(result.code)}};
    if (result.inner) out["inner_transaction"] = stellar::horizon_name(result.inner->code);
    json::array names;
    for (auto const& operation : result.operations)
        names.emplace_back(stellar::horizon_name(operation));
    if (!names.empty()) out["operations"] = std::move(names);
    return out;
}

json::object operation_of(OperationResult const& result) {
    json::object out{{"result_code", stellar::horizon_name(result)}};
    if (result.code != OperationCode::inner) {
        out["result_code_i"] = static_cast<std::int32_t>(result.code);
        return out;
    }
    out["result_code_i"] = result.inner;
    out["type"] = operation_type_name(result.type);
    out["type_i"] = result.type;
    bool const moved = result.type == stellar::kAccountMergeType && result.inner == 0;
    if (moved) add_money(out, "merged", result.merged);
    return out;
}

json::object inner_of(TransactionResult::Inner const& inner) {
    json::object out{{"hash", base::to_hex(inner.hash)}};
    add_money(out, "fee_charged", inner.fee_charged);
    return out;
}

}  // namespace

json::object inspect(TransactionResult const& result) {
    json::object out{{"type", "transaction_result"}, {"successful", stellar::succeeded(result)}};
    add_money(out, "fee_charged", result.fee_charged);
    out["result_codes"] = codes_of(result);
    json::array operations;
    for (auto const& operation : result.operations) operations.push_back(operation_of(operation));
    out["operations"] = std::move(operations);
    if (result.inner) out["inner_transaction"] = inner_of(*result.inner);
    if (!stellar::is_whole(result))
        out["note"] = "what follows the result of an operation of this type is not read";
    return out;
}

}  // namespace farthing::horizon
