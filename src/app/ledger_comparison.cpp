#include "app/ledger_comparison.hpp"

#include <optional>
#include <string>

#include "stellar/envelope_xdr.hpp"
#include "store/ledger_history.hpp"
#include "store/ledger_repository.hpp"
#include "store/payments_repository.hpp"

namespace farthing::app {
namespace {

using payments::Finding;
using payments::Order;
using payments::Purchase;
using Fault = std::optional<std::string>;

constexpr std::size_t kAtOnce = 500;
/// As receive_payments: what came before the store was there is passed over, less the difference
/// that two clocks may have.
constexpr std::chrono::hours kBeforeTheStore(1);

stellar::Transaction paying_transaction(sandbox::ClosedTransaction const& closed) {
    auto const envelope = stellar::decode_envelope(closed.envelope);
    if (!envelope) throw store::StoreFailure("a transaction of the ledger cannot be read");
    auto const* bump = std::get_if<stellar::FeeBump>(&*envelope);
    return bump != nullptr ? bump->inner.transaction
                           : std::get<stellar::SignedTransaction>(*envelope).transaction;
}

/// What an operation of a successful transaction brought to an address.
struct Arrival {
    std::optional<std::int64_t> amount;  ///< Absent: all that another account had.
};

std::optional<Arrival> arrival_at(stellar::PublicKey const& address,
                                  stellar::Transaction const& transaction, std::uint32_t number) {
    auto const& operation = transaction.operations.at(number - 1);
    auto const& source = operation.source ? operation.source->account : transaction.source.account;
    if (source == address) return std::nullopt;
    if (auto const* payment = std::get_if<stellar::Payment>(&operation.body))
        if (payment->destination.account == address) return Arrival{payment->amount};
    if (auto const* created = std::get_if<stellar::CreateAccount>(&operation.body))
        if (created->destination == address) return Arrival{created->starting_balance};
    if (auto const* merged = std::get_if<stellar::AccountMerge>(&operation.body))
        if (merged->destination.account == address) return Arrival{std::nullopt};
    return std::nullopt;
}

class Comparison {
public:
    Comparison(store::Transaction& platform, store::Transaction& ledger, std::string_view network)
        : repository_(platform), ledger_(ledger), history_(ledger), network_(network) {}

    std::vector<Finding> run();

private:
    void compare_purchases();
    Fault fault_of(Purchase const& purchase, Order const& order);
    void compare_failures();
    void compare_received();
    void compare_account(payments::FollowedAccount const& account, std::int64_t cursor);
    /// Whether the operation is one that has to be on record.
    bool compare_operation(payments::FollowedAccount const& account,
                           store::FoundOperation const& found);

    store::PaymentsRepository repository_;
    store::LedgerRepository ledger_;
    store::LedgerHistory history_;
    std::string network_;
    Finding purchases_{
        {"P1", "every purchase's payment is in the ledger: successful, to its payee, its price"}};
    Finding failures_{{"M6", "no order that was given up is paid in the ledger"}};
    Finding received_{
        {"M4", "what the ledger brought to the stores' addresses is on record, no more, no less"}};
};

std::vector<Finding> Comparison::run() {
    compare_purchases();
    compare_failures();
    compare_received();
    return {purchases_, failures_, received_};
}

void Comparison::compare_purchases() {
    std::string last;
    for (;;) {
        auto const page = repository_.purchases_behind(network_, last, kAtOnce);
        if (page.empty()) return;
        for (auto const& purchase : page) {
            ++purchases_.looked_at;
            auto const order = repository_.find_order(purchase.order);
            auto const fault = order ? fault_of(purchase, *order) : "it has no order";
            if (fault) purchases_.add("purchase " + purchase.id.text() + ": " + *fault);
        }
        last = page.back().id.text();
    }
}

Fault Comparison::fault_of(Purchase const& purchase, Order const& order) {
    auto const closed = ledger_.find_transaction(purchase.hash);
    if (!closed) return "its transaction is not in the ledger";
    if (!closed->successful) return "its transaction failed";
    if (closed->ledger != purchase.ledger) return "its transaction is in another ledger";
    auto const operations = paying_transaction(*closed).operations;
    auto const* payment = purchase.operation < operations.size()
                              ? std::get_if<stellar::Payment>(&operations[purchase.operation].body)
                              : nullptr;
    if (payment == nullptr) return "its operation is not a payment";
    if (payment->destination.account != order.destination) return "another address was paid";
    if (!std::holds_alternative<stellar::NativeAsset>(payment->asset)) return "it was not lumens";
    if (payment->amount < purchase.price.value()) return "less than its price was paid";
    return {};
}

void Comparison::compare_failures() {
    std::string last;
    for (;;) {
        auto const page = repository_.orders_behind(network_, last, kAtOnce);
        if (page.empty()) return;
        for (auto const& order : page) {
            if (order.state != payments::OrderState::failed || order.signed_envelope.empty())
                continue;
            ++failures_.looked_at;
            auto const closed = ledger_.find_transaction(order.hash);
            if (closed && closed->successful) failures_.add("order " + order.id.text());
        }
        last = page.back().id.text();
    }
}

void Comparison::compare_received() {
    for (auto const& account : repository_.followed_accounts(network_))
        compare_account(account, repository_.find_cursor(network_, account.address));
}

void Comparison::compare_account(payments::FollowedAccount const& account, std::int64_t cursor) {
    std::int64_t after = 0;
    std::int64_t expected = 0;
    for (;;) {
        auto const page =
            history_.operations({.account = account.address, .payments_only = true},
                                {.after = after, .limit = static_cast<std::uint32_t>(kAtOnce)});
        for (auto const& found : page) {
            auto const& [closed, number] = found;
            after = horizon::HistoryPosition{closed.ledger, closed.order, number}.to_number();
            if (after > cursor) break;
            expected += compare_operation(account, found) ? 1 : 0;
        }
        if (page.size() < kAtOnce || after > cursor) break;
    }
    received_.looked_at += expected;
    auto const recorded = repository_.count_received_payments(network_, account.address);
    if (recorded > expected)
        received_.add("address " + account.address.address() + ": " +
                      std::to_string(recorded - expected) +
                      " payments are on record that the ledger does not have");
}

bool Comparison::compare_operation(payments::FollowedAccount const& account,
                                   store::FoundOperation const& found) {
    auto const& [closed, number] = found;
    auto const arrival = arrival_at(account.address, paying_transaction(closed), number);
    if (!arrival) return false;
    horizon::HistoryPosition const position{closed.ledger, closed.order, number};
    auto const row = repository_.find_received_payment(network_, account.address, position);
    bool const may_be_passed_over = closed.closed_at + kBeforeTheStore < account.since;
    if (!row && may_be_passed_over) return false;
    auto const name = "payment " + position.to_text() + " to " + account.address.address();
    if (!row) received_.add(name + " is not on record");
    if (row && arrival->amount && (!row->amount || row->amount->value() != *arrival->amount))
        received_.add(name + " is on record with another amount");
    return true;
}

}  // namespace

std::vector<Finding> compare_with_ledger(store::Transaction& platform, store::Transaction& ledger,
                                         std::string_view network) {
    return Comparison(platform, ledger, network).run();
}

}  // namespace farthing::app
