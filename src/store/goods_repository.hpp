#pragma once

#include "goods/good.hpp"
#include "store/transaction.hpp"

namespace farthing::store {

/// A good's shared secret, or why it cannot be opened.
struct StoredSecret {
    goods::GoodId good;
    base::Result<base::Secret> secret;
};

/// goods::Repository in SQL, within one transaction.
class GoodsRepository final : public goods::Repository {
public:
    explicit GoodsRepository(Transaction& transaction) : transaction_(transaction) {}

    void insert(goods::Good const& good) override;
    void update(goods::Good const& good) override;
    bool remove(stores::StoreId const& store, goods::GoodId const& id,
                base::Timestamp now) override;
    std::optional<goods::Good> find(stores::StoreId const& store, goods::GoodId const& id) override;
    std::optional<goods::Good> find_on_network(std::string_view network,
                                               goods::GoodId const& id) override;
    std::optional<goods::Good> find_sold(goods::GoodId const& id) override;
    std::optional<goods::GoodId> newest_id(stores::StoreId const& store) override;
    std::vector<goods::Good> list(stores::StoreId const& store,
                                  goods::Listing const& listing) override;
    std::vector<goods::Good> list_at_current_rate(std::optional<goods::GoodId> const& after,
                                                  std::size_t most) override;
    std::vector<goods::Good> list_with_same_end(goods::Good const& good, std::size_t most) override;

    /// Goods of the store with prices in satoshis have the fixed price again.
    void fix_satoshi_prices(stores::StoreId const& store, base::Timestamp now);

    /// Of all goods, removed ones too: for looking where they must not be.
    std::vector<StoredSecret> shared_secrets();
    /// Nothing when there is no such good, or when its secret cannot be opened.
    std::optional<base::Secret> readable_secret(goods::GoodId const& id);

private:
    Transaction& transaction_;
};

}  // namespace farthing::store
