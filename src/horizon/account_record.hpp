#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "stellar/transaction.hpp"

namespace farthing::horizon {

namespace json = base::json;

/// What GET /accounts/{id} says, as far as lumens are concerned.
struct AccountRecord {
    struct Thresholds {
        std::uint8_t low = 0;
        std::uint8_t medium = 0;
        std::uint8_t high = 0;
    };
    struct Signer {
        std::string key;
        std::string type;  ///< `ed25519_public_key`, `preauth_tx`, `sha256_hash`...
        std::uint32_t weight;
        std::optional<stellar::PublicKey> sponsor = {};  ///< Who pays its reserve, if another does.
    };

    stellar::PublicKey id;
    base::Stroops balance;
    stellar::SequenceNumber sequence = 0;
    /// When the sequence number was last used: the ledger and its close time in UNIX seconds.
    std::optional<std::uint32_t> sequence_ledger = {};
    std::optional<std::uint64_t> sequence_time = {};
    std::uint32_t subentry_count = 0;
    std::uint32_t num_sponsoring = 0;
    std::uint32_t num_sponsored = 0;
    std::optional<stellar::PublicKey> sponsor = {};
    std::optional<std::string> home_domain = {};
    std::optional<stellar::PublicKey> inflation_destination = {};
    std::uint32_t flags = 0;  ///< The sum of masks in horizon/account_flags.
    std::uint32_t last_modified_ledger = 0;
    base::Timestamp last_modified_time = {};
    Thresholds thresholds = {};
    /// The account's own key stands last, as Horizon lists it, also with weight 0. Empty: that key
    /// alone, with weight 1.
    std::vector<Signer> signers = {};
    std::vector<std::pair<std::string, base::Bytes>> data = {};
};

json::object to_json(AccountRecord const& account, std::string_view base_url);

}  // namespace farthing::horizon
