#pragma once

#include <vector>

#include "store/transaction.hpp"
#include "stores/store.hpp"

namespace farthing::store {

/// stores::Repository in SQL, within one transaction.
class StoresRepository final : public stores::Repository {
public:
    explicit StoresRepository(Transaction& transaction) : transaction_(transaction) {}

    void insert_store(stores::Store const& store) override;
    void insert_api_key(stores::ApiKeyRecord const& key) override;
    std::optional<stores::KeyedStore> find_by_api_key(std::string_view key) override;
    std::optional<stores::Store> find_store(stores::StoreId const& id) override;

    void set_satoshi_prices(stores::StoreId const& store, stores::SatoshiPrices prices);
    /// All of them, the oldest first: for the operator.
    std::vector<stores::Store> stores();

private:
    Transaction& transaction_;
};

}  // namespace farthing::store
