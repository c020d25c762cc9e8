// Results from anybody: what is read whole is written as it came, and every code has a name.

#include "stellar/result_xdr.hpp"

#include "base/ensure.hpp"
#include "stellar/other_operation_xdr.hpp"

using namespace farthing;

namespace {

/// Reading ends at an operation whose results are not known.
bool is_cut_short(stellar::TransactionResult const& result) {
    if (result.operations.empty()) return false;
    auto const& last = result.operations.back();
    return last.code == stellar::OperationCode::inner && stellar::is_other_operation(last.type);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const result = stellar::decode_result({data, size});
    if (!result) return 0;
    base::ensure(!stellar::horizon_name(result->code).empty());
    for (auto const& operation : result->operations)
        base::ensure(!stellar::horizon_name(operation).empty());
    if (is_cut_short(*result)) return 0;
    auto const written = stellar::encode_result(*result);
    base::ensure(written == base::Bytes(data, data + size));
    base::ensure(*stellar::decode_result(written) == *result);
    return 0;
}
