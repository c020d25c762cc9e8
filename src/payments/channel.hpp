#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "stellar/keys.hpp"
#include "stellar/transaction.hpp"

/// Channel accounts: accounts of the server that are the source of readers' transactions, so that a
/// reader needs no sequence number and pays no fee. Each carries one open order at a time.
namespace farthing::payments {

using ChannelNumber = std::int64_t;

/// The keys of one network's channel accounts, all derived from one secret that lies outside the
/// database.
class ChannelKeys {
public:
    ChannelKeys(base::Secret master, std::string_view network)
        : master_(std::move(master)), network_(network) {}

    stellar::KeyPair key(ChannelNumber number) const;

private:
    base::Secret master_;
    std::string network_;
};

/// A channel account that exists on the network.
struct Channel {
    ChannelNumber number;
    stellar::PublicKey address;
    stellar::SequenceNumber sequence;  ///< The last one used, as far as we know.
};

}  // namespace farthing::payments
