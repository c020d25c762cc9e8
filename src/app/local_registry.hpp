#pragma once

#include "app/commands.hpp"
#include "app/goods_registry.hpp"
#include "app/runtime.hpp"
#include "store/data_directory.hpp"

namespace farthing::app {

/// The goods of a store in a data directory that no process has open.
class LocalRegistry final : public GoodsRegistry {
public:
    /// The store may be left out when there is only one. Throws std::runtime_error when the folder
    /// is in use or holds no such store.
    LocalRegistry(Runtime& runtime, GoodsPlace const& place);

    std::string network() const override { return store_.network; }
    std::vector<ListedGood> list() override;
    Outcome find(goods::GoodId const& id) override;
    Outcome remove(goods::GoodId const& id) override;
    /// All in one transaction.
    std::vector<Outcome> put(std::vector<Put> const& puts, Progress const& progress) override;

private:
    base::Result<goods::Good> put(goods::Repository& repository, Put const& put);

    Runtime& runtime_;
    store::DataDirectory data_;
    store::ThreadedDatabase database_;
    stores::Store store_;
};

}  // namespace farthing::app
