#include "delivery/secrets.hpp"

#include <algorithm>

namespace farthing::delivery {
namespace {

constexpr std::size_t kShort = 16;

/// Compares texts from their ends, so that a text comes right before those that end in it.
bool ends_before(Shelved const* a, Shelved const* b) {
    auto const x = a->item.shared_secret.reveal();
    auto const y = b->item.shared_secret.reveal();
    return std::lexicographical_compare(x.rbegin(), x.rend(), y.rbegin(), y.rend());
}

}  // namespace

std::vector<std::string> secret_warnings(std::vector<Shelved> const& goods) {
    std::vector<std::string> warnings;
    std::vector<Shelved const*> sorted;
    for (auto const& good : goods) {
        sorted.push_back(&good);
        if (good.item.shared_secret.reveal().size() < kShort)
            warnings.push_back("the shared secret of " + good.path +
                               " can be guessed from a receipt: give it at least 16 characters");
    }
    std::ranges::sort(sorted, ends_before);
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        auto const& one = *sorted[i - 1];
        auto const& other = *sorted[i];
        auto const end = one.item.shared_secret.reveal();
        auto const whole = other.item.shared_secret.reveal();
        if (whole.ends_with(end))
            warnings.push_back("the shared secrets of " + one.path + " and " + other.path +
                               (end.size() == whole.size() ? " are the same" : " end alike") +
                               ": a receipt for one may open the other");
    }
    return warnings;
}

}  // namespace farthing::delivery
