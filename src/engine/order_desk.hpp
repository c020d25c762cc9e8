#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/scheduler.hpp"
#include "engine/channel_keeper.hpp"
#include "engine/sales_gate.hpp"
#include "engine/settler.hpp"
#include "payments/channel.hpp"
#include "payments/offer.hpp"
#include "payments/submission.hpp"
#include "payments/wallet_transaction.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// A good as a reader sees it, with the receipt if the reader has bought it.
struct GoodOnSale {
    goods::Good good;
    std::optional<payments::IssuedReceipt> receipt;
    std::optional<base::Timestamp> purchase_expires_at;  ///< Of what the receipt is for; absent:
                                                         ///< never.
};

/// What a wallet bought once, whether it still opens anything or not.
struct PastPurchase {
    payments::Purchase purchase;
    std::string title;
    std::string url;  ///< Of the page with the good, as its publisher says; may be empty.
};

/// What a wallet gets for `order`: something to sign, an ending (bought already), or a payment
/// under way.
struct OfferAnswer {
    payments::Order order;
    enum class Kind { sign, under_way, ended } kind;
    std::optional<Ending> ending = {};
    std::vector<payments::Order> ended_offers = {};  ///< To make room for this one.
    bool crowded = false;                            ///< There was no free channel account.
};

/// A wallet's consent: the signature alone, or the whole signed envelope in base64.
using Consent = std::variant<stellar::Signature, std::string>;

/// Where wallets order, on one network: runs the payment's decisions on the database's threads and
/// hands submitted orders to the settler. While the gate is closed orders and submissions are
/// refused (unavailable) and no receipts are looked up. All functions may be called from any
/// thread; callbacks come on the database's or the scheduler's thread.
class OrderDesk {
public:
    struct Needs {
        store::Database& database;
        Settler& settler;
        ChannelKeeper& channels;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Random& random;
        base::Log& log;
        SalesGate const* gate = nullptr;  ///< Absent: nothing ever stops the sale.
    };
    template <class T>
    using Done = std::function<void(base::Result<T>)>;

    OrderDesk(Needs needs, payments::Network network, payments::ChannelKeys keys)
        : needs_(needs), network_(std::move(network)), keys_(std::move(keys)) {}

    payments::Network const& network() const { return network_; }

    /// unavailable while nothing is sold and no receipt given.
    base::Result<void> expect_selling() const {
        return needs_.gate != nullptr ? needs_.gate->expect_open() : base::Result<void>();
    }

    /// Those of the ids that are for sale. `buyer`: also what this wallet has bought.
    void look_up(std::vector<goods::GoodId> ids, std::optional<stellar::PublicKey> buyer,
                 Done<std::vector<GoodOnSale>> done);

    /// The newest purchases of this wallet, made before `before`: at most kPurchasesPerMessage.
    void past_purchases(stellar::PublicKey const& buyer, std::optional<payments::PurchaseId> before,
                        Done<std::vector<PastPurchase>> done);

    void offer(payments::OfferRequest const& request, Done<OfferAnswer> done);

    /// `submitted` is called once the signed bytes are durable (or were already); then `ended` once
    /// with the ending.
    void submit(stellar::PublicKey const& buyer, payments::OrderId const& id, Consent consent,
                Done<payments::Order> submitted, Settler::Listener ended);

    /// Takes a transaction that somebody's own wallet built for the order. `submitted` is called
    /// once it is durable (or was already), with the order as it is then; nobody is told here how
    /// it ends.
    void submit_wallet_transaction(payments::OrderId const& id, std::string envelope_base64,
                                   Done<payments::Order> submitted);

    /// Any order on this network: what everybody may know of it.
    void find(payments::OrderId const& id, Done<payments::Order> done);

    /// Tells how an order that is under way ends.
    void watch(payments::OrderId const& id, Settler::Listener ended) {
        needs_.settler.carry(id, std::move(ended));
    }

    void cancel(stellar::PublicKey const& buyer, payments::OrderId const& id,
                Done<payments::Order> done);

    /// From now on ends offers whose time is over, once a second.
    void keep_expiring();

private:
    std::optional<GoodOnSale> sale_of(payments::Repository& payments, goods::Repository& goods,
                                      goods::GoodId const& id,
                                      std::optional<stellar::PublicKey> const& buyer);
    base::Result<payments::SignedOrder> check_consent(payments::Order const& order,
                                                      Consent const& consent) const;
    void record(stellar::PublicKey const& buyer, payments::SignedOrder signed_order,
                Done<payments::Order> submitted, Settler::Listener ended);
    void record(payments::WalletSubmission submission, Done<payments::Order> submitted);
    void log_failed(payments::Order const& order) const;

    Needs needs_;
    payments::Network network_;
    payments::ChannelKeys keys_;
};

}  // namespace farthing::engine
