#pragma once

#include <string_view>

#include "base/json.hpp"
#include "stellar/transaction.hpp"

namespace farthing::horizon {

/// Everything that an envelope says, for people who look into it: what would be hashed and signed
/// on the network of this passphrase, each operation with its fields, and whose each signature is.
///
/// Money stands as lumens, and beside it as stroops in a field that ends in `_stroops`. Signers are
/// looked for among the accounts that must sign and the extra signers; an account's further
/// signers are known to the ledger only, so a signature by one of them is called unknown.
base::json::object inspect(stellar::Envelope const& envelope, std::string_view passphrase);

}  // namespace farthing::horizon
