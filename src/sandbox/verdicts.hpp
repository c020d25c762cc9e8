#pragma once

#include <cstddef>
#include <map>
#include <utility>

#include "stellar/transaction.hpp"

namespace farthing::sandbox {

/// What the ed25519 signatures of one list were found to be, so that each is verified once: a
/// transaction is judged when it comes, when a ledger is put together and when it is applied, each
/// time for every operation, and verifying costs more than all the rest.
class Verdicts {
public:
    /// Whether number `index` of the list, which is `signature`, is the signer's over `message`.
    /// Of one signer the message is always the same.
    bool is_good(std::size_t index, stellar::DecoratedSignature const& signature,
                 stellar::SignerKey const& signer, stellar::PublicKey const& key,
                 base::ByteView message);

private:
    std::map<std::pair<std::size_t, stellar::SignerKey>, bool> known_;
};

}  // namespace farthing::sandbox
