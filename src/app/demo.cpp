#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>
#include <future>
#include <stdexcept>

#include "api/static_assets.hpp"
#include "app/assets.hpp"
#include "app/commands.hpp"
#include "app/demo_shop.hpp"
#include "app/ledger_service.hpp"
#include "app/platform.hpp"
#include "app/publisher.hpp"
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "net/signals.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;

/// How long the parts may take to come up; on any machine they take a second or two.
constexpr std::chrono::seconds kPatience(60);

constexpr std::string_view kPages = "demo/";
constexpr std::string_view kPaid = "demo/paid/";
constexpr std::string_view kIndex = "demo/index.html";

/// The paid files as files, as a publisher has them.
void write_paid_files(std::filesystem::path const& folder) {
    std::filesystem::create_directories(folder);
    for (auto const& asset : assets()) {
        if (!asset.path.starts_with(kPaid)) continue;
        auto const file = folder / asset.path.substr(kPaid.size());
        std::ofstream out(file, std::ios::binary);
        out << asset.content;
        if (!out.flush()) throw std::runtime_error(file.string() + " cannot be written");
    }
}

void replace_all(std::string& text, std::string_view token, std::string_view value) {
    for (auto at = text.find(token); at != text.npos; at = text.find(token, at + value.size()))
        text.replace(at, token.size(), value);
}

/// The demo's page with the addresses and ids of this run, and the sizes of its files.
std::string fill_in(std::string_view page, std::string const& platform,
                    std::vector<delivery::Shelved> const& goods) {
    std::string text(page);
    replace_all(text, "@@PLATFORM@@", platform);
    for (auto const& good : goods)
        replace_all(text, "@@ID:" + good.item.file + "@@", good.item.good_id);
    for (auto const& asset : assets())
        if (asset.path.starts_with(kPaid))
            replace_all(text, "@@SIZE:" + std::string(asset.path.substr(kPaid.size())) + "@@",
                        std::to_string(asset.content.size()));
    return text;
}

void add_page(http::Router& router, std::string const& page, std::string const& etag) {
    api::add_static_asset(
        router, "/", {.content = page, .content_type = "text/html; charset=utf-8", .etag = etag});
}

void add_free_assets(http::Router& router) {
    for (auto const& asset : assets())
        if (asset.path.starts_with(kPages) && !asset.path.starts_with(kPaid) &&
            asset.path != kIndex)
            api::add_static_asset(
                router, "/" + std::string(asset.path.substr(kPages.size())),
                {.content = asset.content, .content_type = asset.content_type, .etag = asset.etag});
}

Asset const& index_page() {
    for (auto const& asset : assets())
        if (asset.path == kIndex) return asset;
    throw std::runtime_error("this program was built without the demo's page");
}

json::object describe(delivery::Shelved const& good, std::string const& site) {
    return {{"id", good.item.good_id},
            {"type", good.item.content_type},
            {"src", site + good.path},
            {"sharedSecret", good.item.shared_secret.reveal()}};
}

void print_json(Platform const& platform, std::string const& site, std::string const& horizon,
                DemoShop const& shop, std::vector<delivery::Shelved> const& goods) {
    json::array list;
    for (auto const& good : goods) list.push_back(describe(good, site));
    json::object const line{{"platform", platform.url()},
                            {"site", site},
                            {"horizon", horizon},
                            {"network", "testnet"},
                            {"passphrase", stellar::kTestnetPassphrase},
                            {"store", json::object{{"id", shop.store_id},
                                                   {"payout_address", shop.payout_address},
                                                   {"api_key", shop.api_key},
                                                   {"api_secret", shop.api_secret.reveal()}}},
                            {"goods", std::move(list)}};
    std::printf("%s\n", json::serialize(line).c_str());
}

void print_for_people(Platform const& platform, std::string const& site, std::string const& horizon,
                      std::filesystem::path const& data) {
    std::printf(
        "\n  The Farthing Post is open:  %s/\n\n"
        "  Open it in a browser and click a price. Everything is real but the money:\n"
        "    platform (registry, wallet, payments)   %s\n"
        "    publisher (delivers against receipts)   %s\n"
        "    test network (its Horizon)              %s\n\n"
        "  The data lies in %s. Stop with Ctrl-C.\n\n",
        site.c_str(), platform.url().c_str(), site.c_str(), horizon.c_str(), data.c_str());
}

}  // namespace

int demo(DemoOptions const& options) {
    net::StopSignals signals;
    Runtime runtime;
    store::DataDirectory const data(options.serve.data_dir);
    auto const folder = data.file("demo");
    write_paid_files(folder / "paid");

    LedgerService ledger(runtime, data,
                         {.listen = options.serve.horizon,
                          .close = options.serve.ledger_close,
                          .test_controls = options.serve.test_controls});
    Platform platform(runtime, data, platform_options(options.serve, ledger.url()));
    Publisher publisher(runtime, {.listen = options.site,
                                  .folder = folder / "paid",
                                  .access_log = data.file("site-access.log")});
    std::promise<void> channels_open;
    AtExit const stop([&] {
        publisher.stop();
        platform.stop();
        ledger.stop();
        runtime.stop();
    });
    ledger.start();
    platform.start([&] { channels_open.set_value(); });

    auto const shop = open_demo_shop(runtime, platform, folder);
    auto const goods = register_demo_goods(runtime, platform, shop, folder, publisher.url() + "/");
    auto const page = fill_in(index_page().content, platform.url(), goods);
    auto const etag = "\"" + base::to_hex(base::sha256(base::as_bytes(page))).substr(0, 32) + "\"";
    publisher.shelf().fill(goods);
    publisher.start([&](http::Router& router) {
        add_page(router, page, etag);
        add_free_assets(router);
    });
    if (channels_open.get_future().wait_for(kPatience) != std::future_status::ready)
        throw std::runtime_error("the channel accounts are not open yet; the log says why");
    options.json ? print_json(platform, publisher.url(), ledger.url(), shop, goods)
                 : print_for_people(platform, publisher.url(), ledger.url(), data.path());
    std::fflush(stdout);

    signals.wait();
    return 0;
}

}  // namespace farthing::app
