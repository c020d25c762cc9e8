#pragma once

#include "stellar/transaction.hpp"
#include "stellar/xdr.hpp"

/// The parts of envelope_xdr that an operation is made of. Readers record faults in the XdrReader.
namespace farthing::stellar {

PublicKey read_account(XdrReader& in);
MuxedAccount read_muxed_account(XdrReader& in);
Asset read_asset(XdrReader& in);
/// As above, behind the asset's type.
Asset read_asset(XdrReader& in, std::int32_t type);
/// A fault when the type is none that Stellar has, naming it.
Operation read_operation(XdrReader& in);

void write_account(XdrWriter& out, PublicKey const& account);
void write_muxed_account(XdrWriter& out, MuxedAccount const& account);
void write_asset(XdrWriter& out, Asset const& asset);
void write_operation(XdrWriter& out, Operation const& operation);

}  // namespace farthing::stellar
