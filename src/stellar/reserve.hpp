#pragma once

#include <algorithm>
#include <cstdint>

#include "base/money.hpp"
#include "stellar/transaction.hpp"

namespace farthing::stellar {

/// What half a lumen is on every network today: the reserve for each entry of the ledger.
constexpr auto kBaseReserve = base::Stroops::of(5'000'000);

/// What makes an account's reserve larger or smaller.
struct Entries {
    std::uint32_t subentries = 0;
    std::uint32_t sponsoring = 0;
    std::uint32_t sponsored = 0;
};

/// The balance that an account must keep: two reserves for itself and one for each entry that it
/// pays for.
inline base::Stroops minimum_balance(Entries const& entries,
                                     base::Stroops base_reserve = kBaseReserve) {
    auto const count =
        std::int64_t{2} + entries.subentries + entries.sponsoring - std::int64_t{entries.sponsored};
    return base::Stroops::of(std::max<std::int64_t>(count, 0) * base_reserve.value());
}

/// The sequence number of an account made in this ledger, so that its old transactions are not
/// valid again.
constexpr SequenceNumber starting_sequence(std::uint32_t ledger) {
    return SequenceNumber{ledger} << 32;
}

}  // namespace farthing::stellar
