#include "delivery/secrets.hpp"

#include <algorithm>

#include "base/guessing.hpp"

namespace farthing::delivery {
namespace {

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
        if (base::bits_to_guess(good.item.shared_secret) < base::kWeakBits)
            warnings.push_back("the shared secret of " + good.path +
                               " is easy to guess, and buyers can try guesses on their receipts: "
                               "give it " +
                               std::string(base::kStrongSecret));
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
