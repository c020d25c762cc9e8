#include <string>

#include "sandbox/ledger.hpp"

namespace farthing::sandbox {

base::Result<void> check_conservation(Repository& repository) {
    auto const latest = repository.latest_ledger();
    if (!latest) return {};
    auto const totals = repository.totals();
    if (totals.smallest < 0)
        return base::fail(base::Errc::internal, "the ledger holds a negative balance of " +
                                                    std::to_string(totals.smallest) + " stroops");
    auto const difference = totals.sum + latest->fee_pool - latest->total_coins;
    if (difference != 0)
        return base::fail(base::Errc::internal, "balances and fees are " +
                                                    std::to_string(difference) +
                                                    " stroops more than all there is");
    return {};
}

}  // namespace farthing::sandbox
