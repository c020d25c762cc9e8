#pragma once

#include <string>

#include "base/json.hpp"
#include "stellar/address.hpp"

namespace farthing::horizon {

/// An account as Horizon shows it: the field with `G...`, and for a muxed one `<field>_muxed` with
/// `M...` and `<field>_muxed_id`.
inline void add_account(base::json::object& out, std::string const& field,
                        stellar::MuxedAccount const& account) {
    out[field] = account.account.address();
    if (!account.id) return;
    out[field + "_muxed"] = stellar::to_address(account);
    out[field + "_muxed_id"] = std::to_string(*account.id);
}

}  // namespace farthing::horizon
