#pragma once

#include "stellar/transaction.hpp"

namespace farthing::stellar {

/// The hint that a signature by this signer carries: the last four bytes of its key or hash; for a
/// payload those of the key, XOR those of the payload, which zeros fill up at its end (CAP-40).
SignatureHint signature_hint(SignerKey const& signer);

/// True when `signature` is this signer's for a transaction of this hash: made by its key over the
/// hash or the payload, or the preimage of its hash. A pre-authorised transaction is signed by
/// nobody.
bool is_signed_by(SignerKey const& signer, DecoratedSignature const& signature,
                  TransactionHash const& hash);

}  // namespace farthing::stellar
