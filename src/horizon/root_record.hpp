#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace farthing::horizon {

namespace json = base::json;

/// What GET / says: which network this is and how far it has come.
struct RootRecord {
    std::string passphrase;
    std::string version;  ///< Of the program, as `horizon_version` and `core_version`.
    std::uint32_t elder_ledger = 1;
    std::uint32_t latest_ledger;
    base::Timestamp latest_closed_at;
    std::uint32_t protocol_version;
    bool has_friendbot = false;
};

json::object to_json(RootRecord const& root, std::string_view base_url);

}  // namespace farthing::horizon
