#include <cstdio>
#include <limits>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "app/store_choice.hpp"
#include "payments/received_payment_json.hpp"
#include "store/data_directory.hpp"
#include "store/payments_repository.hpp"

namespace farthing::app {
namespace {

using payments::ReceivedPayment;
using Payments = std::vector<ReceivedPayment>;

constexpr std::size_t kMostForEachAddress = 10'000;

Payments unassigned(store::Transaction& transaction) {
    store::PaymentsRepository repository(transaction);
    Payments found;
    for (auto const* network : {"testnet", "live"})
        for (auto const& account : repository.followed_accounts(network))
            for (auto& payment : repository.unassigned_payments(
                     network, account.address, std::numeric_limits<std::int64_t>::max(),
                     kMostForEachAddress))
                found.push_back(std::move(payment));
    return found;
}

/// Without the memo: a stranger's text has no place on a terminal.
void print_for_people(ReceivedPayment const& payment) {
    auto const reason = std::get<payments::UnassignedReason>(payment.verdict);
    auto const amount = payment.amount ? base::to_lumens(*payment.amount) : std::string("?");
    std::printf("%s  %s %s  operation %s\n  from %s\n  to   %s\n  %s\n",
                base::to_rfc3339(payment.created_at).c_str(), amount.c_str(), payment.asset.c_str(),
                payment.operation.to_text().c_str(), payment.from.address().c_str(),
                payment.address.address().c_str(), std::string(explain(reason)).c_str());
}

}  // namespace

int payments_unassigned(PaymentsUnassignedOptions const& options) {
    Runtime runtime;
    store::DataDirectory const data(existing_platform(options.data_dir));
    store::ThreadedDatabase database(runtime.platform_database_options(data, options.secrets_key),
                                     store::platform_schema());
    auto const found = database.read_now<Payments>(
        [](store::Transaction& transaction) { return base::Result(unassigned(transaction)); });
    if (!found) throw std::runtime_error(found.error().message);
    if (options.json) {
        std::printf("%s\n", payments::to_json(*found).c_str());
        return 0;
    }
    for (auto const& payment : *found) print_for_people(payment);
    if (found->empty()) std::printf("Every payment that arrived was for an order.\n");
    return 0;
}

}  // namespace farthing::app
