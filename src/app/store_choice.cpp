#include "app/store_choice.hpp"

#include <stdexcept>

#include "app/terminal.hpp"
#include "store/data_directory.hpp"
#include "store/stores_repository.hpp"

namespace farthing::app {
namespace {

using Stores = std::vector<stores::Store>;

std::string names_of(Stores const& stores) {
    std::string text;
    for (auto const& store : stores)
        text += "\n  " + store.id.text() + "  " + printable(store.name);
    return text;
}

}  // namespace

std::filesystem::path existing_platform(std::filesystem::path const& folder,
                                        std::string_view otherwise) {
    if (std::filesystem::exists(folder / store::kPlatformFile)) return folder;
    throw std::runtime_error(folder.string() + " holds no " + store::kPlatformFile +
                             "; name its folder with --data-dir" + std::string(otherwise));
}

Stores all_stores(store::Database& database) {
    auto stores = database.read_now<Stores>([](store::Transaction& transaction) {
        return base::Result(store::StoresRepository(transaction).stores());
    });
    if (!stores) throw std::runtime_error(stores.error().message);
    return std::move(*stores);
}

stores::Store choose_store(store::Database& database, std::string const& wanted) {
    auto const stores = all_stores(database);
    if (stores.empty())
        throw std::runtime_error("there is no store yet; make one with farthing store create");
    for (auto const& store : stores)
        if (store.id.text() == wanted || (wanted.empty() && stores.size() == 1)) return store;
    throw std::runtime_error((wanted.empty() ? "there are several stores; name one with --store:"
                                             : "there is no store " + wanted + "; there are:") +
                             names_of(stores));
}

}  // namespace farthing::app
