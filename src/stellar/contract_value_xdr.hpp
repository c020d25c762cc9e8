#pragma once

#include "stellar/xdr.hpp"

/// The values of contracts (Stellar-contract.x, with what protocols 23 and 27 added). Farthing
/// carries them and looks into none: these readers check the structure, leave the XdrReader behind
/// it and keep nothing.
namespace farthing::stellar {

/// How deep values, calls and conditions may nest in what is only carried; a fault beyond it. The
/// network's own libraries stop at a similar depth.
constexpr int kMaxNesting = 200;

/// A fault when `depth` is above kMaxNesting. True while there is none.
bool may_nest(XdrReader& in, int depth);

/// ClaimableBalanceID.
void skip_claimable_balance_id(XdrReader& in);
/// SCAddress.
void skip_contract_address(XdrReader& in);
/// SCSymbol: at most 32 bytes.
void skip_symbol(XdrReader& in);
/// ContractExecutable.
void skip_executable(XdrReader& in);
/// SCVal.
void skip_value(XdrReader& in);
/// SCVal<>.
void skip_values(XdrReader& in);

}  // namespace farthing::stellar
