#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger_network.hpp"
#include "readership.hpp"
#include "store/transaction.hpp"

namespace farthing::sim {

/// Something that must never be.
class Violation : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The invariants, seen from outside: what stands in the ledger and what readers were told against
/// what the database says. All functions throw Violation.
class Audit {
public:
    Audit(LedgerNetwork& network, ClientLog const& log, std::vector<stellar::PublicKey> merchants)
        : network_(network), log_(log), merchants_(std::move(merchants)) {}

    /// An envelope arrives at the network. `database` is null while the server is down; then the
    /// next look() catches up.
    void on_submission(stellar::Envelope const& envelope, store::Transaction* database);
    /// What is new in the ledger and in what readers were told.
    void look_outside();
    /// All of the database.
    void look_at(store::Transaction& database);
    /// When all faults have stopped for long enough: nothing is open, all channels are back.
    void look_at_end(store::Transaction& database, std::int64_t merchants_before);
    /// Whether every payment to the merchants is on record, with an order or without one.
    bool is_all_on_record(store::Transaction& database);

    struct Totals {
        std::uint64_t payments = 0;  ///< Of orders, in the ledger.
        std::uint64_t looks = 0;
        std::uint64_t settled = 0;  ///< Orders, when last looked.
        std::uint64_t failed = 0;
    };
    Totals const& totals() const { return totals_; }

private:
    struct OrderRow {
        std::string id;
        std::string state;
        stellar::TransactionHash hash;
        base::Bytes envelope;
        std::int64_t channel;
        std::int64_t sequence;
        std::int64_t price;
        std::int64_t purchases;  ///< Those with the order's hash and price, in the right ledger.
        std::int64_t purchases_of_any_kind;
        std::int64_t leases;  ///< Channels that say that the order holds them, with its number.
        bool by_wallet;       ///< Paid by a transaction of a wallet's own, which needs no channel.
    };
    static std::vector<OrderRow> read_orders(store::Transaction& database);
    void check_order(OrderRow const& order) const;
    void check_told(std::map<std::string, OrderRow> const& orders) const;
    void check_sent(std::map<std::string, OrderRow> const& orders) const;
    void check_channels(store::Transaction& database) const;
    bool pays_a_merchant(stellar::Transaction const& transaction) const;
    bool is_paid(stellar::TransactionHash const& hash) const;

    LedgerNetwork& network_;
    ClientLog const& log_;
    std::map<std::string, base::Bytes> sent_;  ///< By the order's id.
    std::map<std::pair<std::string, stellar::SequenceNumber>, std::string> holders_;
    std::vector<stellar::PublicKey> merchants_;
    std::map<std::string, std::uint64_t> paid_;  ///< Successful transactions by memo.
    std::set<std::string> paid_directly_;        ///< Orders, past the server.
    std::uint64_t payments_to_merchants_ = 0;
    std::size_t transactions_seen_ = 0;
    std::size_t receipts_seen_ = 0;
    Totals totals_;
};

}  // namespace farthing::sim
