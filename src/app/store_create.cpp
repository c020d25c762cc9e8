#include <boost/json/serialize.hpp>
#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "base/json.hpp"
#include "store/data_directory.hpp"
#include "store/stores_repository.hpp"
#include "stores/store.hpp"

namespace farthing::app {
namespace {

void print_for_people(stores::CreatedStore const& created) {
    std::printf(
        "Store:          %s (%s)\nPayout address: %s\nAPI key:        %s\nAPI secret:     %s\n\n"
        "The secret is shown this once: only its hash is kept.\n\n"
        "Once the server runs (farthing serve):\n"
        "  curl -u %s:<secret> http://127.0.0.1:8402/testnet/v2/goods/\n"
        "  curl \"http://127.0.0.1:8404/friendbot?addr=%s\"\n"
        "The second founds the payout account on the test network: it must exist to be paid.\n",
        created.store.id.text().c_str(), created.store.name.c_str(),
        created.store.payout_address.address().c_str(), created.api_key.key.c_str(),
        std::string(created.api_key.secret.reveal()).c_str(), created.api_key.key.c_str(),
        created.store.payout_address.address().c_str());
}

void print_json(stores::CreatedStore const& created) {
    base::json::object const object{{"id", created.store.id.text()},
                                    {"name", created.store.name},
                                    {"network", created.store.network},
                                    {"payout_address", created.store.payout_address.address()},
                                    {"api_key", created.api_key.key},
                                    {"api_secret", created.api_key.secret.reveal()}};
    std::printf("%s\n", base::json::serialize(object).c_str());
}

}  // namespace

int store_create(StoreCreateOptions const& options) {
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    store::ThreadedDatabase database(runtime.platform_database_options(data, options.secrets_key),
                                     store::platform_schema());
    auto const created =
        database.write_now<stores::CreatedStore>([&](store::Transaction& transaction) {
            store::StoresRepository repository(transaction);
            return stores::create_store(repository, runtime.clock(), runtime.random(),
                                        {.network = "testnet",
                                         .name = options.name,
                                         .payout_address = options.payout_address});
        });
    if (!created) throw std::runtime_error(created.error().message);
    options.json ? print_json(*created) : print_for_people(*created);
    return 0;
}

}  // namespace farthing::app
