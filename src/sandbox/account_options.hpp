#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/operation.hpp"

namespace farthing::sandbox {

/// Who may sign for an account besides its own key, and how much that counts.
struct AccountSigner {
    stellar::SignerKey key;
    std::uint8_t weight = 1;
    std::optional<stellar::PublicKey> sponsor = {};  ///< Who pays its reserve, if another one does.
    bool operator==(AccountSigner const&) const = default;
};

struct DataEntry {
    std::string name;
    base::Bytes value = {};
    std::optional<stellar::PublicKey> sponsor = {};
    bool operator==(DataEntry const&) const = default;
};

/// AccountFlags of Stellar-ledger-entries.x. Those about credits are only kept here.
constexpr std::uint32_t kAuthRequired = 1;
constexpr std::uint32_t kAuthRevocable = 2;
constexpr std::uint32_t kAuthImmutable = 4;  ///< Flags stay, and the account too.
constexpr std::uint32_t kAuthClawbackEnabled = 8;
constexpr std::uint32_t kAllAuthFlags =
    kAuthRequired | kAuthRevocable | kAuthImmutable | kAuthClawbackEnabled;

/// What setOptions, manageData and sponsoring have made of an account. Most accounts have the
/// defaults.
struct AccountOptions {
    std::uint8_t master_weight = 1;
    std::uint8_t low_threshold = 0;
    std::uint8_t medium_threshold = 0;
    std::uint8_t high_threshold = 0;
    std::uint32_t flags = 0;  ///< Of those above.
    std::string home_domain = {};
    std::optional<stellar::PublicKey> inflation_destination = {};
    std::vector<AccountSigner> signers = {};         ///< In the order of their keys.
    std::vector<DataEntry> data = {};                ///< In the order of their names.
    std::optional<stellar::PublicKey> sponsor = {};  ///< Who pays the account's own reserve.
    bool operator==(AccountOptions const&) const = default;
};

/// As bytes for a database (XDR of a structure of our own). Defaults are no bytes at all.
base::Bytes encode_options(AccountOptions const& options);
base::Result<AccountOptions> decode_options(base::ByteView bytes);

}  // namespace farthing::sandbox
