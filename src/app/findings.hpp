#pragma once

#include <vector>

#include "payments/finding.hpp"

namespace farthing::app {

/// No law is broken. Warnings do not count.
bool hold(std::vector<payments::Finding> const& findings);

/// One line for each on standard output, with those that offend below it:
///
///     ok      M3  no operation of the network is credited to two purchases (1200)
///     BREACH  P3  every purchase has its order's price... (1 of 1200)
///                 purchase 01ARYZ6S410000000000000000
///
/// A warning that does not hold begins with `look`.
void print(std::vector<payments::Finding> const& findings);

/// One line of JSON for programs:
/// {"ok":bool,"findings":[{"id","sentence","weight":"law"|"warning","looked_at","breaches",
/// "offenders":[...]}]}
void print_json(std::vector<payments::Finding> const& findings);

}  // namespace farthing::app
