#pragma once

#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace farthing::stellar {

/// SHA-256 of a network's passphrase: what keeps a signature for one network from being valid on
/// another.
using NetworkId = base::Sha256;

inline NetworkId network_id(std::string_view passphrase) {
    return base::sha256(base::as_bytes(passphrase));
}

constexpr std::string_view kPublicPassphrase = "Public Global Stellar Network ; September 2015";
constexpr std::string_view kTestnetPassphrase = "Test SDF Network ; September 2015";

}  // namespace farthing::stellar
