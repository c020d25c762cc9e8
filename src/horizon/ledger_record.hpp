#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/money.hpp"

namespace farthing::horizon {

namespace json = base::json;

/// A closed ledger, as GET /ledgers/{sequence} shows it.
struct LedgerRecord {
    std::uint32_t sequence;
    base::Sha256 hash;
    base::Sha256 previous_hash;
    base::Timestamp closed_at;
    std::uint32_t successful_transactions = 0;
    std::uint32_t failed_transactions = 0;
    std::uint32_t operations = 0;      ///< Of successful transactions.
    std::uint32_t all_operations = 0;  ///< Of failed ones too.
    base::Stroops total_coins;
    base::Stroops fee_pool;
    std::uint32_t base_fee = 100;
    std::uint32_t base_reserve = 5'000'000;
    std::uint32_t max_operations;
    std::uint32_t protocol_version;
};

json::object to_json(LedgerRecord const& ledger, std::string_view base_url);

}  // namespace farthing::horizon
