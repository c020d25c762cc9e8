#include <boost/json/serialize.hpp>
#include <cstdio>
#include <stdexcept>

#include "api/network_path.hpp"
#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "app/store_choice.hpp"
#include "app/terminal.hpp"
#include "base/json.hpp"
#include "store/data_directory.hpp"
#include "store/goods_repository.hpp"
#include "store/stores_repository.hpp"
#include "stores/store.hpp"

namespace farthing::app {
namespace {

/// What to do next with a store of that network.
std::string advice_on(stores::CreatedStore const& created) {
    auto const curl = "  curl -u " + created.api_key.key + ":<secret> http://127.0.0.1:8402" +
                      api::network_path(created.store.network) + "/v2/goods/\n";
    auto const address = created.store.payout_address.address();
    if (created.store.network == "live")
        return "Once the server runs (farthing serve --live-horizon-url ...):\n" + curl +
               "The payout account must exist on the public network to be paid, and the server's\n"
               "channel accounts need lumens for fees: farthing channels (docs/live.md).\n";
    return "Once the server runs (farthing serve):\n" + curl +
           "  curl \"http://127.0.0.1:8404/friendbot?addr=" + address +
           "\"\nThe second founds the payout account on the test network: it must exist to be "
           "paid.\n";
}

void print_for_people(stores::CreatedStore const& created) {
    std::printf(
        "Store:          %s (%s)\nNetwork:        %s\nPayout address: %s\nAPI key:        %s\n"
        "API secret:     %s\n\nThe secret is shown this once: only its hash is kept.\n\n%s",
        created.store.id.text().c_str(), created.store.name.c_str(), created.store.network.c_str(),
        created.store.payout_address.address().c_str(), created.api_key.key.c_str(),
        std::string(created.api_key.secret.reveal()).c_str(), advice_on(created).c_str());
}

base::json::object to_json(stores::Store const& store) {
    return {{"id", store.id.text()},
            {"name", store.name},
            {"network", store.network},
            {"payout_address", store.payout_address.address()},
            {"satoshi_prices", to_text(store.satoshi_prices)}};
}

void print_json(stores::CreatedStore const& created) {
    auto object = to_json(created.store);
    object["api_key"] = created.api_key.key;
    object["api_secret"] = created.api_key.secret.reveal();
    std::printf("%s\n", base::json::serialize(object).c_str());
}

void print_for_people(stores::Store const& store) {
    std::printf("%s  %s\n  pays out to %s on %s\n  prices in satoshis: %s\n",
                store.id.text().c_str(), printable(store.name).c_str(),
                store.payout_address.address().c_str(), store.network.c_str(),
                store.satoshi_prices == stores::SatoshiPrices::fixed ? "fixed, 6250 stroops each"
                                                                     : "at the current rate");
}

stores::SatoshiPrices satoshi_prices(std::string const& text) {
    auto const prices = stores::parse_satoshi_prices(text);
    if (!prices) throw std::runtime_error("--satoshi-prices: " + prices.error().message);
    return *prices;
}

/// A store that goes back to fixed prices has them at once; those at the current rate come with the
/// rate, while the server runs.
base::Result<int> set_satoshi_prices(store::Transaction& transaction, stores::Store const& store,
                                     stores::SatoshiPrices prices, base::Timestamp now) {
    store::StoresRepository(transaction).set_satoshi_prices(store.id, prices);
    if (prices == stores::SatoshiPrices::fixed)
        store::GoodsRepository(transaction).fix_satoshi_prices(store.id, now);
    return 0;
}

}  // namespace

int store_list(StoreListOptions const& options) {
    Runtime runtime;
    store::DataDirectory const data(existing_platform(options.data_dir));
    store::ThreadedDatabase database(runtime.platform_database_options(data, options.secrets_key),
                                     store::platform_schema());
    auto const stores = all_stores(database);
    if (options.json) {
        base::json::array array;
        for (auto const& store : stores) array.push_back(to_json(store));
        std::printf("%s\n", base::json::serialize(array).c_str());
        return 0;
    }
    for (auto const& store : stores) print_for_people(store);
    if (stores.empty())
        std::printf("There is no store yet; make one with farthing store create.\n");
    return 0;
}

int store_update(StoreUpdateOptions const& options) {
    auto const prices = satoshi_prices(options.satoshi_prices);
    Runtime runtime;
    store::DataDirectory const data(existing_platform(options.data_dir));
    store::ThreadedDatabase database(runtime.platform_database_options(data, options.secrets_key),
                                     store::platform_schema());
    auto const store = choose_store(database, options.store);
    auto const done = database.write_now<int>([&](store::Transaction& transaction) {
        return set_satoshi_prices(transaction, store, prices, runtime.clock().now());
    });
    if (!done) throw std::runtime_error(done.error().message);
    auto const updated = choose_store(database, store.id.text());
    if (options.json)
        std::printf("%s\n", base::json::serialize(to_json(updated)).c_str());
    else
        print_for_people(updated);
    return 0;
}

int store_create(StoreCreateOptions const& options) {
    auto const prices = satoshi_prices(options.satoshi_prices);
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    store::ThreadedDatabase database(runtime.platform_database_options(data, options.secrets_key),
                                     store::platform_schema());
    auto const created =
        database.write_now<stores::CreatedStore>([&](store::Transaction& transaction) {
            store::StoresRepository repository(transaction);
            return stores::create_store(repository, runtime.clock(), runtime.random(),
                                        {.network = options.network,
                                         .name = options.name,
                                         .payout_address = options.payout_address,
                                         .satoshi_prices = prices});
        });
    if (!created) throw std::runtime_error(created.error().message);
    options.json ? print_json(*created) : print_for_people(*created);
    return 0;
}

}  // namespace farthing::app
