#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "chance.hpp"
#include "engine/order_desk.hpp"
#include "ledger_network.hpp"
#include "timeline.hpp"

namespace farthing::sim {

/// What readers were told. No crash of the server takes that from them.
struct ClientLog {
    enum class Standing { offered, submitted, settled, failed };
    struct Receipt {
        payments::OrderId order;
        std::string text;
        std::string purchase;  ///< Its id; empty when only the text was shown.
    };
    std::map<payments::OrderId, Standing> told;
    std::vector<Receipt> receipts;
    /// What readers paid past the server, on the ledger itself.
    std::set<stellar::TransactionHash> direct_payments;
    std::vector<std::string> frauds;  ///< Things that were granted and never should be.

    void tell(payments::OrderId const& order, Standing standing);
    void tell(engine::Ending const& ending);
};

/// People who buy, hesitate, vanish, click twice and cheat.
class Readership {
public:
    struct Needs {
        Timeline& timeline;
        LedgerNetwork& network;
        /// Where they order; null while the server is down.
        std::function<engine::OrderDesk*()> desk;
        Chance chance;
    };
    explicit Readership(Needs needs);

    /// Everybody who needs an account on the ledger.
    std::vector<stellar::PublicKey> accounts() const;
    /// Somebody does something.
    void act();
    void set_goods(std::vector<goods::GoodId> goods) { goods_ = std::move(goods); }

    ClientLog const& log() const { return log_; }
    /// How often each thing was done.
    std::map<std::string, std::uint64_t> const& deeds() const { return deeds_; }

private:
    struct Reader {
        stellar::KeyPair key;
        std::vector<payments::Order> orders = {};
    };
    using Deed = void (Readership::*)(Reader&);

    void order(Reader& reader);
    void order_twice(Reader& reader);
    void answer_offer(Reader& reader, payments::Order const& order);
    void sign(Reader& reader, payments::Order const& order);
    void submit(Reader const& reader, payments::OrderId const& id, stellar::Signature signature);
    void pay_by_wallet(Reader& reader, payments::Order const& order);
    void pay_directly(Reader& reader);
    void pay_directly(Reader const& reader, payments::Order const& order);
    void replay(Reader& reader);
    void forge(Reader& reader);
    void steal(Reader& reader);
    void cancel(Reader& reader);
    void drain(Reader& reader);
    void refill(Reader& reader);
    void watch(Reader& reader);
    void look(Reader& reader);
    void done(char const* deed) { ++deeds_[deed]; }
    struct Letter {
        std::int64_t stroops;
        stellar::Memo memo;
    };
    stellar::SignedTransaction wallet_payment(Reader const& reader, payments::Order const& order,
                                              Letter const& letter);
    std::string wallet_envelope(Reader const& reader, payments::Order const& order);

    Needs needs_;
    std::vector<Reader> readers_;
    stellar::KeyPair sink_;
    std::vector<goods::GoodId> goods_;
    ClientLog log_;
    std::map<std::string, std::uint64_t> deeds_;
};

}  // namespace farthing::sim
