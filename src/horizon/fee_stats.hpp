#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace farthing::horizon {

namespace json = base::json;

/// What GET /fee_stats says of the last ledgers. Fees are per operation.
struct FeeStats {
    std::uint32_t last_ledger;
    std::uint32_t base_fee = 100;
    std::uint32_t operations_in_last_ledger = 0;
    std::uint32_t operations_per_ledger;
    /// Of the transactions in the last ledgers, in any order. None at all reads as the base fee.
    std::vector<std::int64_t> charged = {};
    std::vector<std::int64_t> bids = {};
};

json::object to_json(FeeStats const& stats);

}  // namespace farthing::horizon
