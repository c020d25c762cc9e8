#include "app/local_registry.hpp"

#include <stdexcept>

#include "app/store_choice.hpp"
#include "goods/good_json.hpp"
#include "goods/secret_warnings.hpp"
#include "store/goods_repository.hpp"

namespace farthing::app {
namespace {

using base::Result;

ListedGood listed(goods::Good const& good) {
    return {.id = good.id, .description = good.description, .json = goods::to_json(good)};
}

GoodsRegistry::Outcome listed(Result<goods::Good> const& good) {
    if (!good) return good.error();
    return listed(*good);
}

struct Done {
    std::vector<GoodsRegistry::Outcome> outcomes = {};
    std::vector<std::string> warnings = {};
};

void add_warnings(std::vector<std::string>& all, goods::Repository& repository,
                  goods::Good const& good) {
    for (auto const& warning : goods::warnings_about(repository, good))
        all.push_back(good.id.text() + ": " + warning);
}

}  // namespace

LocalRegistry::LocalRegistry(Runtime& runtime, GoodsPlace const& place)
    : runtime_(runtime),
      data_(existing_platform(place.data_dir, ", or a running server with --server")),
      database_(runtime.platform_database_options(data_, place.secrets_key),
                store::platform_schema()),
      store_(choose_store(database_, place.store)) {}

std::vector<ListedGood> LocalRegistry::list() {
    using Goods = std::vector<ListedGood>;
    auto goods = database_.read_now<Goods>([this](store::Transaction& transaction) {
        Goods found;
        for (auto const& good : store::GoodsRepository(transaction).list(store_.id, {}))
            found.push_back(listed(good));
        return Result(std::move(found));
    });
    if (!goods) throw std::runtime_error(goods.error().message);
    return std::move(*goods);
}

GoodsRegistry::Outcome LocalRegistry::find(goods::GoodId const& id) {
    return listed(database_.read_now<goods::Good>([&](store::Transaction& transaction) {
        store::GoodsRepository repository(transaction);
        return goods::find(repository, store_.id, id);
    }));
}

GoodsRegistry::Outcome LocalRegistry::remove(goods::GoodId const& id) {
    return listed(database_.write_now<goods::Good>([&](store::Transaction& transaction) {
        store::GoodsRepository repository(transaction);
        return goods::remove(repository, runtime_.clock(), store_.id, id);
    }));
}

std::vector<GoodsRegistry::Outcome> LocalRegistry::put(std::vector<Put> const& puts,
                                                       Progress const& progress) {
    auto done = database_.write_now<Done>([&](store::Transaction& transaction) {
        store::GoodsRepository repository(transaction);
        Done all;
        for (auto const& each : puts) {
            auto const good = put(repository, each);
            if (good) add_warnings(all.warnings, repository, *good);
            all.outcomes.push_back(listed(good));
        }
        return Result(std::move(all));
    });
    if (!done) throw std::runtime_error(done.error().message);
    for (auto& warning : done->warnings) warn(std::move(warning));
    progress(puts.size());
    return std::move(done->outcomes);
}

Result<goods::Good> LocalRegistry::put(goods::Repository& repository, Put const& put) {
    if (put.id)
        return goods::change(repository, runtime_.clock(), store_.id, *put.id,
                             goods::replacement_by(put.description));
    return goods::create(repository, runtime_.clock(), runtime_.random(), store_.id,
                         put.description);
}

}  // namespace farthing::app
