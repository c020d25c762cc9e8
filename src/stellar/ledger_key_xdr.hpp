#pragma once

#include "stellar/xdr.hpp"

namespace farthing::stellar {

/// LedgerKey of Stellar-ledger-entries.x: which entry of the ledger is meant. Checks the structure,
/// leaves the XdrReader behind it and keeps nothing.
void skip_ledger_key(XdrReader& in);

}  // namespace farthing::stellar
