#include "horizon/transaction_fields.hpp"

#include "base/encoding.hpp"
#include "horizon/utf8.hpp"
#include "stellar/address.hpp"

namespace farthing::horizon {
namespace {

namespace json = base::json;

void add_form(json::object& out, stellar::MemoNone const&) {
    out["memo_type"] = "none";
}

void add_form(json::object& out, stellar::MemoText const& memo) {
    out["memo_type"] = "text";
    out["memo"] = scrub(memo.text);
    out["memo_bytes"] = base::to_base64(base::as_bytes(memo.text));
}

void add_form(json::object& out, stellar::MemoId const& memo) {
    out["memo_type"] = "id";
    out["memo"] = std::to_string(memo.id);
}

void add_form(json::object& out, stellar::MemoHash const& memo) {
    out["memo_type"] = "hash";
    out["memo"] = base::to_base64(memo.hash);
}

void add_form(json::object& out, stellar::MemoReturn const& memo) {
    out["memo_type"] = "return";
    out["memo"] = base::to_base64(memo.hash);
}

json::object to_json(stellar::TimeBounds const& bounds) {
    json::object out{{"min_time", std::to_string(bounds.min_time)}};
    if (bounds.max_time != 0) out["max_time"] = std::to_string(bounds.max_time);
    return out;
}

void add_v2(json::object& out, stellar::PreconditionsV2 const& value) {
    if (value.ledger_bounds) {
        json::object bounds{{"min_ledger", value.ledger_bounds->min_ledger}};
        if (value.ledger_bounds->max_ledger != 0)
            bounds["max_ledger"] = value.ledger_bounds->max_ledger;
        out["ledgerbounds"] = std::move(bounds);
    }
    if (value.min_sequence) out["min_account_sequence"] = std::to_string(*value.min_sequence);
    if (value.min_sequence_age != 0)
        out["min_account_sequence_age"] = std::to_string(value.min_sequence_age);
    if (value.min_sequence_ledger_gap != 0)
        out["min_account_sequence_ledger_gap"] = value.min_sequence_ledger_gap;
    json::array signers;
    for (auto const& signer : value.extra_signers)
        signers.emplace_back(stellar::signer_address(signer));
    if (!signers.empty()) out["extra_signers"] = std::move(signers);
}

}  // namespace

void add_memo(json::object& out, stellar::Memo const& memo) {
    std::visit([&](auto const& form) { add_form(out, form); }, memo);
}

json::object preconditions_of(stellar::Transaction const& transaction) {
    json::object out;
    if (auto const bounds = stellar::time_bounds(transaction)) out["timebounds"] = to_json(*bounds);
    if (auto const* v2 = std::get_if<stellar::PreconditionsV2>(&transaction.preconditions))
        add_v2(out, *v2);
    return out;
}

}  // namespace farthing::horizon
