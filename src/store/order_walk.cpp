#include "store/order_walk.hpp"

#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"

namespace farthing::store {
namespace {

using payments::Finding;
using payments::Invariant;
using payments::Order;
using payments::OrderState;

constexpr std::size_t kAtOnce = 500;

/// Hands every row to `look`. A row that cannot be read ends the walk: it is an offender of
/// `finding`, named by the last one before it.
template <class Read, class Look>
void walk(Finding& finding, Read read, Look look) {
    std::string last;
    try {
        for (;;) {
            auto const page = read(last);
            if (page.empty()) return;
            for (auto const& row : page) look(row);
            finding.looked_at += static_cast<std::int64_t>(page.size());
            last = page.back().id.text();
        }
    } catch (StoreFailure const& failure) {
        finding.add("a row behind '" + last + "': " + failure.what());
    }
}

class OrderWalk {
public:
    OrderWalk(Transaction& transaction, std::string_view network, payments::OrderAudit audit)
        : transaction_(transaction), network_(network), audit_(std::move(audit)) {}

    std::vector<Finding> run();

private:
    /// The highest sequence number that a settled order has used up, and which order.
    struct Used {
        stellar::SequenceNumber sequence = 0;
        std::string order = {};
    };

    void look_at(Order const& order);
    void note_sequence(Order const& order);
    bool is_credited(Order const& order);
    void compare_channels();

    Transaction& transaction_;
    std::string network_;
    payments::OrderAudit audit_;
    std::map<payments::ChannelNumber, Used> used_;
    Finding bytes_{{"M5", "every order's stored bytes are its own payment, under its hash"}};
    Finding elsewhere_{
        {"M3", "every order that was paid by another transaction has that payment on record"}};
    Finding sequences_{
        {"L3", "no channel account is behind what its settled orders have used, unless it is new",
         Invariant::Weight::warning}};
};

std::vector<Finding> OrderWalk::run() {
    PaymentsRepository repository(transaction_);
    walk(
        bytes_,
        [&](std::string const& last) { return repository.orders_behind(network_, last, kAtOnce); },
        [&](Order const& order) { look_at(order); });
    compare_channels();
    return {bytes_, elsewhere_, sequences_};
}

void OrderWalk::look_at(Order const& order) {
    if (auto const fault = audit_.fault_of(order))
        return bytes_.add("order " + order.id.text() + ": " + *fault);
    if (order.state != OrderState::settled) return;
    if (!audit_.is_paid_elsewhere(order)) return note_sequence(order);
    ++elsewhere_.looked_at;
    if (!is_credited(order)) elsewhere_.add("order " + order.id.text());
}

void OrderWalk::note_sequence(Order const& order) {
    auto& used = used_[order.channel];
    auto const sequence = payments::sequence_after_payment(order);
    if (used.sequence < sequence) used = {.sequence = sequence, .order = order.id.text()};
}

bool OrderWalk::is_credited(Order const& order) {
    return transaction_.finds("SELECT 1 FROM received_payments WHERE order_id = $1",
                              {order.id.text()});
}

void OrderWalk::compare_channels() {
    auto const rows = transaction_.query(
        "SELECT number, sequence FROM channels WHERE network = $1 ORDER BY number", {network_});
    for (auto const& row : rows) {
        ++sequences_.looked_at;
        auto const used = used_.find(row.integer(0));
        if (used == used_.end() || used->second.sequence <= row.integer(1)) continue;
        sequences_.add("channel " + std::to_string(row.integer(0)) + ", order " +
                       used->second.order);
    }
}

}  // namespace

std::vector<Finding> walk_orders(Transaction& transaction, std::string_view network,
                                 payments::OrderAudit audit) {
    return OrderWalk(transaction, network, std::move(audit)).run();
}

Finding walk_receipts(Transaction& transaction, std::string_view network, base::Timestamp now) {
    Finding finding{{"C3", "every valid purchase gives a receipt that opens its good, and ends"}};
    PaymentsRepository payments(transaction);
    GoodsRepository goods(transaction);
    auto const look = [&](payments::Purchase const& purchase) {
        auto const secret = goods.readable_secret(purchase.good).value_or(base::Secret());
        if (auto const fault = payments::fault_of_receipt(purchase, secret, now))
            finding.add("purchase " + purchase.id.text() + ": " + *fault);
    };
    walk(
        finding,
        [&](std::string const& last) { return payments.purchases_behind(network, last, kAtOnce); },
        look);
    return finding;
}

}  // namespace farthing::store
