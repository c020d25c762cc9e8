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

std::string alike(Shelved const& one, Shelved const& other) {
    bool const same =
        one.item.shared_secret.reveal().size() == other.item.shared_secret.reveal().size();
    return "the shared secrets of " + one.path + " and " + other.path +
           (same ? " are the same" : " end alike") + ": a receipt for one may open the other";
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
    // Each is an end of the next; the last is the longest end of the secret that comes.
    std::vector<Shelved const*> ends;
    for (auto const* good : sorted) {
        auto const whole = good->item.shared_secret.reveal();
        while (!ends.empty() && !whole.ends_with(ends.back()->item.shared_secret.reveal()))
            ends.pop_back();
        if (!ends.empty()) warnings.push_back(alike(*ends.back(), *good));
        ends.push_back(good);
    }
    return warnings;
}

}  // namespace farthing::delivery
