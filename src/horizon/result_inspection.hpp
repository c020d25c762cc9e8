#pragma once

#include "base/json.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::horizon {

/// What a TransactionResult says, with Horizon's names for its codes: `result_codes` as in
/// Horizon's problem documents, and each operation with its type. Money is in lumens and in
/// stroops.
base::json::object inspect(stellar::TransactionResult const& result);

}  // namespace farthing::horizon
