#include "store/stores_repository.hpp"

#include "store/columns.hpp"

namespace farthing::store {
namespace {

constexpr char const* kSelectStores =
    "SELECT id, network, name, payout_address, created_at, satoshi_prices "
    "FROM stores";

stores::SatoshiPrices satoshi_prices_at(Row const& row, std::size_t column) {
    auto const prices = stores::parse_satoshi_prices(row.text(column));
    if (!prices) throw StoreFailure("a store's satoshi_prices are neither fixed nor rate");
    return *prices;
}

stores::Store to_store(Row const& row) {
    return {.id = id_at<stores::StoreId>(row, 0),
            .network = row.text(1),
            .name = row.text(2),
            .payout_address = key_at(row, 3),
            .created_at = timestamp_at(row, 4),
            .satoshi_prices = satoshi_prices_at(row, 5)};
}

}  // namespace

void StoresRepository::insert_store(stores::Store const& store) {
    transaction_.execute(
        "INSERT INTO stores (id, network, name, payout_address, created_at, satoshi_prices) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        {store.id.text(), store.network, store.name, column(store.payout_address),
         column(store.created_at), std::string(to_text(store.satoshi_prices))});
}

void StoresRepository::insert_api_key(stores::ApiKeyRecord const& key) {
    transaction_.execute(
        "INSERT INTO api_keys (key, store_id, secret_hash, created_at) VALUES ($1, $2, $3, $4)",
        {key.key, key.store.text(), to_value(key.secret_hash), column(key.created_at)});
}

std::optional<stores::KeyedStore> StoresRepository::find_by_api_key(std::string_view key) {
    auto const rows = transaction_.query(
        "SELECT id, network, name, payout_address, stores.created_at, satoshi_prices, secret_hash "
        "FROM api_keys JOIN stores ON stores.id = store_id WHERE key = $1",
        {std::string(key)});
    if (rows.empty()) return std::nullopt;
    return stores::KeyedStore{.store = to_store(rows.front()),
                              .secret_hash = hash_at(rows.front(), 6)};
}

std::optional<stores::Store> StoresRepository::find_store(stores::StoreId const& id) {
    auto const rows =
        transaction_.query(kSelectStores + std::string(" WHERE id = $1"), {id.text()});
    if (rows.empty()) return std::nullopt;
    return to_store(rows.front());
}

void StoresRepository::set_satoshi_prices(stores::StoreId const& store,
                                          stores::SatoshiPrices prices) {
    transaction_.execute("UPDATE stores SET satoshi_prices = $2 WHERE id = $1",
                         {store.text(), std::string(to_text(prices))});
}

std::vector<stores::Store> StoresRepository::stores() {
    std::vector<stores::Store> stores;
    for (auto const& row : transaction_.query(kSelectStores + std::string(" ORDER BY id"), {}))
        stores.push_back(to_store(row));
    return stores;
}

}  // namespace farthing::store
