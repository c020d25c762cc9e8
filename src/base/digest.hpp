#pragma once

#include <initializer_list>

#include "base/bytes.hpp"

namespace farthing::base {

using Sha256 = ByteArray<32>;
using Sha512 = ByteArray<64>;

/// SHA-256 (FIPS 180-4) of the parts, one after the other. Allocates nothing after a thread's first
/// call.
Sha256 sha256(std::initializer_list<ByteView> parts);
inline Sha256 sha256(ByteView bytes) {
    return sha256({bytes});
}

/// SHA-512 (FIPS 180-4) of the parts, one after the other. Allocates nothing after a thread's first
/// call.
Sha512 sha512(std::initializer_list<ByteView> parts);

}  // namespace farthing::base
