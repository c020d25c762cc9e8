#include "app/demo_shop.hpp"

#include <boost/json/serialize.hpp>
#include <future>
#include <stdexcept>

#include "app/await_answer.hpp"
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "goods/good_json.hpp"
#include "store/data_directory.hpp"
#include "store/stores_repository.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;
using delivery::Shelved;

struct Sample {
    char const* file;
    char const* title;
    char const* content_type;
    std::int64_t price;
};
constexpr std::array<Sample, 6> kSamples{
    {{"article.html", "The coin that was too small to lose: the rest of the story",
      "text/html; charset=utf-8", 4'000},
     {"picture.png", "Harbour at low sun", "image/png", 25'000},
     {"episode.mp3", "What a farthing sounds like", "audio/mpeg", 12'000},
     {"harbour.mp4", "The sun goes down over the harbour", "video/mp4", 30'000},
     {"tables.pdf", "The farthing tables", "application/pdf", 50'000},
     {"thanks.txt", "Seed for the wrens", "text/plain; charset=utf-8", 1'000'000}}};

[[noreturn]] void give_up(std::string const& what, base::Error const& error) {
    throw std::runtime_error(what + ": " + error.message);
}

http::ClientResponse send(Runtime& runtime, http::ClientRequest request) {
    auto const url = request.url;
    auto response = await_answer(runtime.client(), std::move(request));
    if (!response) give_up(url, response.error());
    return std::move(*response);
}

void write_shop(std::filesystem::path const& file, DemoShop const& shop) {
    json::object const object{{"store_id", shop.store_id},
                              {"payout_address", shop.payout_address},
                              {"api_key", shop.api_key},
                              {"api_secret", shop.api_secret.reveal()}};
    store::write_private_file(file, json::serialize(object) + "\n");
}

std::optional<DemoShop> read_shop(std::filesystem::path const& file) {
    if (!std::filesystem::exists(file)) return std::nullopt;
    auto const value = base::parse_json(store::read_private_file(file));
    if (!value) give_up(file.string(), value.error());
    auto reader = base::JsonReader::of(*value, file.string());
    if (!reader) give_up(file.string(), reader.error());
    auto const text = [&](std::string_view key) {
        auto field = reader->text(key);
        if (!field) give_up(file.string(), field.error());
        return *field;
    };
    return DemoShop{.store_id = text("store_id"),
                    .payout_address = text("payout_address"),
                    .api_key = text("api_key"),
                    .api_secret = base::Secret(text("api_secret"))};
}

void fund(Platform& platform, stellar::PublicKey const& address) {
    auto const promise = std::make_shared<std::promise<base::Result<void>>>();
    auto answer = promise->get_future();
    platform.horizon().fund(
        address, [promise](base::Result<void> funded) { promise->set_value(std::move(funded)); });
    auto const funded = answer.get();
    if (!funded) give_up("the demo's payout account cannot be founded", funded.error());
}

std::string authorization(DemoShop const& shop) {
    auto const pair = shop.api_key + ":" + std::string(shop.api_secret.reveal());
    return "Basic " + base::to_base64(base::as_bytes(pair));
}

bool is_registered(Runtime& runtime, Platform const& platform, DemoShop const& shop,
                   std::string const& id) {
    return send(runtime, {.url = platform.url() + "/testnet/v2/goods/" + id,
                          .fields = {{"Authorization", authorization(shop)}}})
               .status == 200;
}

/// Where this run's satoshipay.js is.
std::string widget_url(Platform const& platform) {
    return platform.url() + "/testnet";
}

Shelved register_sample(Runtime& runtime, Platform const& platform, DemoShop const& shop,
                        Sample const& sample, std::string const& page_url) {
    auto const secret = base::to_base64url(runtime.random().bytes<24>());
    json::object const body{{"price", sample.price},
                            {"asset", "XLM"},
                            {"sharedSecret", secret},
                            {"url", page_url},
                            {"title", sample.title}};
    auto const response = send(runtime, {.method = http::Method::post,
                                         .url = platform.url() + "/testnet/v2/goods/",
                                         .fields = {{"Authorization", authorization(shop)},
                                                    {"Content-Type", "application/json"}},
                                         .body = json::serialize(body)});
    auto const good = base::parse_json(response.body);
    if (response.status != 200 || !good)
        throw std::runtime_error("the platform does not take the demo's good: " + response.body);
    return {.path = "/paid/" + std::string(sample.file),
            .item = {.good_id = std::string(good->at("id").as_string()),
                     .price = base::Stroops::of(sample.price),
                     .shared_secret = base::Secret(secret),
                     .content_type = sample.content_type,
                     .file = sample.file,
                     .title = sample.title,
                     .platform = widget_url(platform)}};
}

bool all_registered(Runtime& runtime, Platform const& platform, DemoShop const& shop,
                    std::vector<Shelved> const& goods) {
    return goods.size() == kSamples.size() &&
           std::all_of(goods.begin(), goods.end(), [&](Shelved const& good) {
               return is_registered(runtime, platform, shop, good.item.good_id);
           });
}

}  // namespace

DemoShop open_demo_shop(Runtime& runtime, Platform& platform, std::filesystem::path const& folder) {
    auto const file = folder / "store.json";
    if (auto shop = read_shop(file)) return std::move(*shop);

    // Its key is thrown away: the demo only ever receives play money there.
    auto const payout = stellar::KeyPair::generate(runtime.random()).public_key();
    fund(platform, payout);
    auto const created =
        platform.database().write_now<stores::CreatedStore>([&](store::Transaction& transaction) {
            store::StoresRepository repository(transaction);
            return stores::create_store(repository, runtime.clock(), runtime.random(),
                                        {.network = "testnet",
                                         .name = "The Farthing Post",
                                         .payout_address = payout.address()});
        });
    if (!created) give_up("the demo's store cannot be made", created.error());
    DemoShop shop{.store_id = created->store.id.text(),
                  .payout_address = payout.address(),
                  .api_key = created->api_key.key,
                  .api_secret = created->api_key.secret};
    write_shop(file, shop);
    return shop;
}

std::vector<delivery::Shelved> register_demo_goods(Runtime& runtime, Platform const& platform,
                                                   DemoShop const& shop,
                                                   std::filesystem::path const& folder,
                                                   std::string const& page_url) {
    auto const file = folder / "goods.toml";
    if (std::filesystem::exists(file)) {
        auto known = read_goods_file(file);
        if (!known) give_up("the demo's goods", known.error());
        for (auto& good : known->goods) good.item.platform = widget_url(platform);
        if (all_registered(runtime, platform, shop, known->goods)) return known->goods;
    }
    std::vector<Shelved> goods;
    goods.reserve(kSamples.size());
    for (auto const& sample : kSamples)
        goods.push_back(register_sample(runtime, platform, shop, sample, page_url));
    write_goods_file(file, goods);
    return goods;
}

}  // namespace farthing::app
