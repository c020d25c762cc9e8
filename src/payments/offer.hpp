#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "goods/good.hpp"
#include "payments/repository.hpp"
#include "stellar/network.hpp"
#include "stores/store.hpp"

namespace farthing::payments {

/// What is the same for every order on one network.
struct Network {
    std::string name;  ///< "testnet" or "live".
    std::string passphrase;
    stellar::NetworkId id;
    /// How long a wallet may take to sign and the network to apply. Becomes the transaction's
    /// max_time.
    std::chrono::seconds offer_lifetime = std::chrono::seconds(60);
    /// The most that a channel account pays for one transaction.
    std::uint32_t fee = 1'000;
};

struct OfferRequest {
    stellar::PublicKey buyer;
    goods::GoodId good;
};

/// The wallet gets the order to sign; or it has bought the good already; or its payment is under
/// way.
struct Bought {
    Purchase purchase;
};
struct Offered {
    Order order;
};
struct UnderWay {
    Order order;
};
using Offer = std::variant<Offered, Bought, UnderWay>;

/// An offer, and the older ones that ended to make room for it.
struct MadeOffer {
    Offer offer;
    std::vector<Order> ended = {};
    bool crowded = false;  ///< No channel account was free for it.
};

/// The rows that an offer reads and writes.
struct OfferRepositories {
    Repository& payments;
    goods::Repository& goods;
    stores::Repository& stores;
};

/// Answers a wallet that wants a good. Asked twice, it answers the same order twice; a good that
/// was bought and is still valid is never sold again.
///
/// not_found: no such good. forbidden: the buyer is the payee. too_many_requests: every channel
/// account is taken.
base::Result<MadeOffer> make_offer(OfferRepositories const& repositories, base::Clock const& clock,
                                   base::Random& random, Network const& network,
                                   OfferRequest const& request);

}  // namespace farthing::payments
