// Results from anybody: what is read whole is written as it came, and every code has a name.

#include "stellar/result_xdr.hpp"

#include "base/ensure.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const result = stellar::decode_result({data, size});
    if (!result) return 0;
    base::ensure(!stellar::horizon_name(result->code).empty());
    for (auto const& operation : result->operations)
        base::ensure(!stellar::horizon_name(operation).empty());
    if (!stellar::is_whole(*result)) return 0;
    auto const written = stellar::encode_result(*result);
    base::ensure(written == base::Bytes(data, data + size));
    base::ensure(*stellar::decode_result(written) == *result);
    return 0;
}
