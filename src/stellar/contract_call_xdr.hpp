#pragma once

#include "base/bytes.hpp"
#include "stellar/xdr.hpp"

/// The calls of contracts (Stellar-transaction.x, with what protocols 22, 23 and 27 added), which
/// Farthing carries without knowing them.
namespace farthing::stellar {

/// InvokeHostFunctionOp. Checks the structure and leaves the XdrReader behind it.
void skip_invoke_host_function(XdrReader& in);

/// SorobanTransactionData, byte by byte. A fault in the XdrReader when it is malformed.
base::Bytes read_soroban_data(XdrReader& in);

}  // namespace farthing::stellar
