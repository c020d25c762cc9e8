#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a check of the books says: one Finding for each thing that must hold.
namespace farthing::payments {

/// A sentence that must be true of the books at any time.
struct Invariant {
    /// What follows when it is not: a law's breach stops selling, a warning is for a person to look
    /// into.
    enum class Weight { law, warning };

    std::string_view id;  ///< Short, such as "M3"; several sentences may share one.
    std::string_view sentence;
    Weight weight = Weight::law;
};

struct Finding {
    /// So many offenders are named, so that a report stays short however bad things are.
    static constexpr std::size_t kNamed = 5;

    Invariant invariant;
    std::int64_t looked_at = 0;  ///< Rows, or whatever the sentence speaks of.
    std::int64_t breaches = 0;
    std::vector<std::string> offenders = {};  ///< The first few: ids and what is wrong, no secrets.

    bool holds() const { return breaches == 0; }
    bool breaks_a_law() const { return !holds() && invariant.weight == Invariant::Weight::law; }
    void add(std::string offender) {
        ++breaches;
        if (offenders.size() < kNamed) offenders.push_back(std::move(offender));
    }
    /// What else was found of the same sentence.
    void add_all(Finding more) {
        looked_at += more.looked_at;
        for (auto& offender : more.offenders)
            if (offenders.size() < kNamed) offenders.push_back(std::move(offender));
        breaches += more.breaches;
    }
};

}  // namespace farthing::payments
