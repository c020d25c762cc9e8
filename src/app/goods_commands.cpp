#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/content_folder.hpp"
#include "app/good_input.hpp"
#include "app/goods_place.hpp"
#include "app/terminal.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;

goods::GoodId parse_id(std::string const& text) {
    auto id = goods::GoodId::parse(text);
    if (!id)
        throw std::runtime_error(printable(text) +
                                 " is no id of a good: those are 24 lower-case hex characters");
    return std::move(*id);
}

ListedGood expect(GoodsRegistry::Outcome outcome) {
    if (!outcome) throw std::runtime_error(outcome.error().message);
    return std::move(*outcome);
}

std::string validity_of(goods::Description const& description) {
    if (!description.purchase_validity) return "without end";
    return std::to_string(description.purchase_validity->count()) + " ms";
}

void print_for_people(ListedGood const& good) {
    auto const& description = good.description;
    std::printf(
        "Id:             %s\nTitle:          %s\nPrice:          %s XLM (%lld stroops)\n"
        "Page:           %s\nPurchases last: %s\nShared secret:  %s\n",
        good.id.text().c_str(), printable(description.title).c_str(),
        base::to_lumens(description.price).c_str(),
        static_cast<long long>(description.price.value()), printable(description.url).c_str(),
        validity_of(description).c_str(), printable(description.shared_secret.reveal()).c_str());
}

int print(ListedGood const& good, GoodsOptions const& options) {
    if (options.json)
        std::printf("%s\n", good.json.c_str());
    else
        print_for_people(good);
    return 0;
}

void print_row(ListedGood const& good) {
    auto const& description = good.description;
    auto const price = base::to_lumens(description.price) + " XLM";
    std::printf("%s  %16s  %s  %s\n", good.id.text().c_str(), price.c_str(),
                printable(description.title).c_str(), printable(description.url).c_str());
}

void print_json(std::vector<ListedGood> const& goods) {
    std::printf("[");
    for (auto const& good : goods)
        std::printf("%s%s", &good == goods.data() ? "" : ",\n", good.json.c_str());
    std::printf("]\n");
}

/// Puts what the command line says over what the fields were.
json::object with(json::object fields, GoodFields const& said) {
    auto const set = [&](char const* key, std::optional<std::string> const& value) {
        if (value) fields[key] = *value;
    };
    set("price", said.price);
    set("title", said.title);
    set("url", said.url);
    set("purchaseValidityPeriod", said.validity);
    if (!said.shared_secret_file.empty())
        fields["sharedSecret"] = read_secret_file(said.shared_secret_file).reveal();
    return fields;
}

void expect_change(GoodFields const& said) {
    if (said.price || said.title || said.url || said.validity || !said.file.empty() ||
        !said.shared_secret_file.empty())
        return;
    throw std::runtime_error(
        "nothing is to change: say what, by --title, --price, --url, --validity, "
        "--shared-secret-file or --file (farthing goods show prints the good)");
}

/// Registers a good, or puts it in the place of the one that was found.
ListedGood put(Runtime& runtime, GoodsRegistry& registry, std::optional<ListedGood> const& found,
               json::object fields) {
    auto input = read_good_input(std::move(fields), runtime.random());
    if (!input) throw std::runtime_error(input.error().message);
    GoodsRegistry::Put put{.description = input->description};
    if (found) {
        put.id = found->id;
        put.etag = found->etag;
    }
    auto outcomes = registry.put({std::move(put)}, [](std::size_t) {});
    print_warnings(registry);
    return expect(std::move(outcomes.at(0)));
}

/// What the options say that is sold, ready to be put in place; null: nothing new.
std::unique_ptr<NewContent> new_content(GoodsOptions const& options) {
    auto const& file = options.fields.file;
    if (file.empty()) return nullptr;
    return std::make_unique<NewContent>(content_of(options.place), file);
}

/// Prints the good once its content is in place, if there is any.
int finish(ListedGood const& good, NewContent* content, std::string const& network,
           GoodsOptions const& options) {
    if (content == nullptr) return print(good, options);
    try {
        content->become(good.id);
    } catch (std::exception const& error) {
        throw std::runtime_error(
            good.id.text() + " is registered, but its file could not be put in place (" +
            error.what() + "); try: farthing goods update " + good.id.text() + " --file ...");
    }
    print(good, options);
    if (!options.json)
        std::printf("Delivered at:   %s of the platform\n",
                    api::content_path(network, good.id).c_str());
    return 0;
}

}  // namespace

int goods_list(GoodsOptions const& options) {
    Runtime runtime;
    auto const goods = open_registry(runtime, options.place)->list();
    if (options.json) {
        print_json(goods);
        return 0;
    }
    for (auto const& good : goods) print_row(good);
    if (goods.empty())
        std::printf("The store has no goods yet; farthing goods add registers one.\n");
    return 0;
}

int goods_show(GoodsOptions const& options) {
    auto const id = parse_id(options.id);
    Runtime runtime;
    return print(expect(open_registry(runtime, options.place)->find(id)), options);
}

int goods_add(GoodsOptions const& options) {
    Runtime runtime;
    auto const registry = open_registry(runtime, options.place);
    auto const content = new_content(options);
    auto const good = put(runtime, *registry, std::nullopt, with({}, options.fields));
    return finish(good, content.get(), registry->network(), options);
}

int goods_update(GoodsOptions const& options) {
    auto const id = parse_id(options.id);
    expect_change(options.fields);
    Runtime runtime;
    auto const registry = open_registry(runtime, options.place);
    auto const found = expect(registry->find(id));
    auto fields = with(to_fields(found.description), options.fields);
    auto const content = new_content(options);
    auto const good = put(runtime, *registry, found, std::move(fields));
    return finish(good, content.get(), registry->network(), options);
}

int goods_remove(GoodsOptions const& options) {
    auto const id = parse_id(options.id);
    Runtime runtime;
    auto const removed = expect(open_registry(runtime, options.place)->remove(id));
    if (options.json) return print(removed, options);
    std::printf("%s is removed: %s\n", removed.id.text().c_str(),
                printable(removed.description.title).c_str());
    return 0;
}

}  // namespace farthing::app
