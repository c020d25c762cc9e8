#pragma once

#include <string>
#include <string_view>

namespace farthing::api {

/// What the paths of a network begin with: `/testnet`, and nothing for real money.
inline std::string network_path(std::string_view network) {
    return network == "live" ? std::string() : "/" + std::string(network);
}

}  // namespace farthing::api
