#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace farthing::horizon {

/// An account's flag and Horizon's name for it.
struct AccountFlag {
    std::uint32_t mask;
    std::string_view name;
};

/// AccountFlags of Stellar-ledger-entries.x.
constexpr std::array<AccountFlag, 4> kAccountFlags{{{1, "auth_required"},
                                                    {2, "auth_revocable"},
                                                    {4, "auth_immutable"},
                                                    {8, "auth_clawback_enabled"}}};

}  // namespace farthing::horizon
