// Envelopes from anybody: what decodes is what encodes, and it keeps its hash.

#include "base/ensure.hpp"
#include "stellar/envelope_xdr.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const envelope = stellar::decode_envelope({data, size});
    if (!envelope) return 0;
    auto const written = stellar::encode_envelope(*envelope);
    auto const again = stellar::decode_envelope(written);
    base::ensure(again.has_value() && *again == *envelope);
    // A v0 envelope is written as v1; every other is written as it came.
    bool const is_v0 = size > 3 && data[3] == 0;
    base::ensure(is_v0 || base::Bytes(data, data + size) == written);
    auto const network = stellar::network_id(stellar::kTestnetPassphrase);
    base::ensure(stellar::hash_of(*envelope, network) == stellar::hash_of(*again, network));
    return 0;
}
