#pragma once

#include <cstddef>
#include <cstdint>

#include "stellar/reserve.hpp"

/// The numbers of this network: those of the public one, where it has them.
namespace farthing::sandbox {

constexpr std::uint32_t kBaseFee = 100;
constexpr std::int64_t kBaseReserve = stellar::kBaseReserve.value();
constexpr std::uint32_t kProtocolVersion = 23;
constexpr std::uint32_t kMaxOperationsPerLedger = 1'000;
constexpr std::size_t kMaxPending = 4'096;

/// What one account may have: signers besides its own key, and signers and data entries together.
constexpr std::size_t kMaxSigners = 20;
constexpr std::uint32_t kMaxSubentries = 1'000;

/// All there ever is.
constexpr std::int64_t kTotalCoins = 100'000'000'000 * base::Stroops::kPerLumen;

/// What friendbot gives.
constexpr std::int64_t kFriendbotStroops = 10'000 * base::Stroops::kPerLumen;
/// How many of its transactions fit in one ledger: one for each account that it sends them from.
constexpr std::size_t kFriendbotMinions = 50;

}  // namespace farthing::sandbox
