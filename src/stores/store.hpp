#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "stellar/keys.hpp"

namespace farthing::stores {

using StoreId = base::HexId<struct StoreTag>;

constexpr std::size_t kMaxNameBytes = 200;

/// What prices in satoshis (version 1 of the API) are sold at.
enum class SatoshiPrices {
    fixed,         ///< goods::kStroopsPerSatoshi.
    current_rate,  ///< What a lumen costs in bitcoin.
};

/// `fixed` and `rate`, as in commands and in the database.
std::string_view to_text(SatoshiPrices prices);
base::Result<SatoshiPrices> parse_satoshi_prices(std::string_view text);

/// A merchant's shop on one network: the owner of goods, and where the money for them goes.
struct Store {
    StoreId id;
    std::string network;  ///< "testnet" or "live".
    std::string name;
    stellar::PublicKey payout_address;
    base::Timestamp created_at;
    SatoshiPrices satoshi_prices = SatoshiPrices::fixed;
};

/// What a program shows to act for a store: HTTP Basic's user and password. The secret has 256
/// random bits; the database keeps only its SHA-256, which is safe because nobody can guess that
/// many bits.
struct ApiKey {
    std::string key;
    base::Secret secret;
};

struct ApiKeyRecord {
    std::string key;
    StoreId store;
    base::Sha256 secret_hash;
    base::Timestamp created_at;
};

/// A store, and the hash of the secret that one of its API keys goes with.
struct KeyedStore {
    Store store;
    base::Sha256 secret_hash;
};

/// What this room needs of the database. Used within one transaction.
class Repository {
public:
    virtual ~Repository() = default;
    virtual void insert_store(Store const& store) = 0;
    virtual void insert_api_key(ApiKeyRecord const& key) = 0;
    virtual std::optional<KeyedStore> find_by_api_key(std::string_view key) = 0;
    virtual std::optional<Store> find_store(StoreId const& id) = 0;
};

struct NewStore {
    std::string network;
    std::string name;
    std::string payout_address;  ///< A `G...` strkey; parsed here.
    SatoshiPrices satoshi_prices = SatoshiPrices::fixed;
};
struct CreatedStore {
    Store store;
    ApiKey api_key;
};

/// Makes a store and its first API key. The secret is in the answer and nowhere else.
base::Result<CreatedStore> create_store(Repository& repository, base::Clock const& clock,
                                        base::Random& random, NewStore const& input);

/// The store that an API key acts for. `unauthorized` whether the key is unknown, the secret is
/// wrong or the store belongs to another network; an unknown key costs the same time as a wrong
/// secret.
base::Result<Store> authenticate(Repository& repository, ApiKey const& presented,
                                 std::string_view network);

}  // namespace farthing::stores
