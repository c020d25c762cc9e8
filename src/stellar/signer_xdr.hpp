#pragma once

#include "stellar/operation.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {

/// SignerKey of Stellar-types.x. A fault in the XdrReader when the type is unknown or a payload is
/// longer than 64 bytes.
SignerKey read_signer_key(XdrReader& in);
void write_signer_key(XdrWriter& out, SignerKey const& key);

}  // namespace farthing::stellar
