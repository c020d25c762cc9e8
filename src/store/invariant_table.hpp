#pragma once

#include <span>

#include "payments/finding.hpp"

namespace farthing::store {

/// An invariant as SQL. `$1` is the time of the check.
struct SqlInvariant {
    payments::Invariant invariant;
    char const* looked_at;  ///< Gives one number.
    char const* breaches;   ///< Gives the offenders' names in a column `offender`.
};

/// Joins by keys: cheap enough for a server at work.
std::span<SqlInvariant const> quick_invariants();
/// Those that sort whole tables.
std::span<SqlInvariant const> slow_invariants();

}  // namespace farthing::store
