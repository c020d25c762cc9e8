#include "app/platform.hpp"

#include <algorithm>
#include <stdexcept>

#include "api/health.hpp"
#include "api/orders.hpp"
#include "api/rates.hpp"
#include "api/static_assets.hpp"
#include "api/unassigned.hpp"
#include "api/wallet_messages.hpp"
#include "app/assets.hpp"
#include "http/url.hpp"

namespace farthing::app {
namespace {

constexpr std::string_view kTestnet = "testnet";

constexpr std::string_view kWalletPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; img-src "
    "'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *";

constexpr std::string_view kDocsPolicy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
    "'none'";

std::string_view policy_of(std::string_view asset) {
    if (asset.starts_with("wallet/")) return kWalletPolicy;
    return asset.starts_with("docs/") ? kDocsPolicy : std::string_view();
}

/// Where an asset is besides its own name; empty: nowhere.
std::string other_path_of(std::string_view asset) {
    if (asset == "wallet/index.html") return "/wallet";
    if (asset == "docs/api/index.html") return "/docs/api";
    return asset == "satoshipay.js" ? "/testnet/satoshipay.js" : "";
}

/// A socket for a network that is not there: says so and closes.
class UnknownNetwork final : public http::SocketSession {
public:
    explicit UnknownNetwork(std::shared_ptr<http::SocketSender> sender)
        : sender_(std::move(sender)) {}
    void on_open() override {
        sender_->send(api::write_error("", "unknown_network", "This server sells on: testnet."));
        sender_->close(1008, "unknown network");
    }
    void on_text(std::string_view) override {}
    void on_close() override {}

private:
    std::shared_ptr<http::SocketSender> sender_;
};

/// An origin as browsers write it, because it is compared with theirs.
void expect_origin(std::string const& url) {
    auto const parsed = http::parse_url(url);
    if (parsed && url == (parsed->secure ? "https://" : "http://") + parsed->authority()) return;
    throw std::runtime_error(
        "--public-url must be an address without path or slash at its end, such as "
        "https://pay.example.org");
}

}  // namespace

payments::Network test_network() {
    return {.name = std::string(kTestnet),
            .passphrase = std::string(stellar::kTestnetPassphrase),
            .id = stellar::network_id(stellar::kTestnetPassphrase)};
}

api::RequestRates request_rates(RateOptions const& options) {
    return {.key = {.count = options.key, .burst = options.key * 20},
            .address = {.count = options.address, .burst = options.address * 10},
            .failures = {.count = options.failed_logins,
                         .period = std::chrono::minutes(1),
                         .burst = options.failed_logins * 2}};
}

Platform::Platform(Runtime& runtime, store::DataDirectory const& data, PlatformOptions options)
    : runtime_(runtime),
      options_(std::move(options)),
      access_log_(data.file("access.log")),
      server_(runtime.server_options(options_.listen, &access_log_), runtime.clock(),
              runtime.random()),
      database_(runtime.platform_database_options(data, options_.secrets_key),
                store::platform_schema()),
      horizon_(runtime.client(), runtime.scheduler(), options_.horizon_url),
      readers_horizon_(runtime.readers_client(), runtime.scheduler(), options_.horizon_url),
      auditor_({database_, runtime.scheduler(), runtime.clock(), runtime.log(), gate_.books}),
      clock_watch_(
          {database_, horizon_, runtime.scheduler(), runtime.clock(), runtime.log(), gate_.clock}),
      channels_({database_, horizon_, runtime.scheduler(), runtime.log()},
                {.network = std::string(kTestnet),
                 .channels = options_.channels,
                 .channels_max = std::max(options_.channels, options_.channels_max),
                 .friendbot = true,
                 .fee = test_network().fee},
                {data.secret_file("channels.key", runtime.random()), kTestnet}),
      settler_({database_, horizon_, channels_, runtime.scheduler(), runtime.clock(),
                runtime.random(), runtime.log()}),
      desk_({database_, settler_, channels_, runtime.scheduler(), runtime.clock(), runtime.random(),
             runtime.log(), &gate_},
            test_network(), {data.secret_file("channels.key", runtime.random()), kTestnet}),
      follower_({database_, runtime.client(), runtime.scheduler(), runtime.clock(),
                 runtime.random(), runtime.log()},
                {.network = std::string(kTestnet), .horizon_url = options_.horizon_url}),
      rates_({runtime.readers_client(), runtime.scheduler(), runtime.clock(), runtime.log()},
             options_.exchange_rates),
      pricer_({database_, rates_, runtime.scheduler(), runtime.clock(), runtime.log()}),
      answers_({database_, runtime.scheduler(), runtime.clock(), runtime.log()}),
      limits_(options_.rates, runtime.clock(), runtime.random()),
      goods_{database_, runtime.clock(), runtime.random(), limits_, rates_, std::string(kTestnet)},
      content_folder_(options_.content.empty() ? default_content(data.path()) : options_.content,
                      runtime.clock()),
      content_clock_(runtime.clock()) {
    if (auto const listening = server_.listen(); !listening)
        throw std::runtime_error(listening.error().message);
    if (options_.public_url.empty()) options_.public_url = "http://" + server_.address();
    expect_origin(options_.public_url);
    content_.emplace(api::ContentApi{database_, content_clock_, gate_, limits_, content_folder_,
                                     std::string(kTestnet), options_.public_url});
    wallet_.emplace(api::WalletNetwork{desk_, readers_horizon_, options_.public_url, true,
                                       runtime.clock(), runtime.random(), runtime.log()});
}

Platform::~Platform() {
    stop();
    // Its callbacks refer to the members below it, which go first.
    database_.stop();
}

void Platform::start(std::function<void()> ready) {
    for (auto const& name : content_folder_.strangers())
        runtime_.log().warning(
            "nothing is delivered from here: content has a folder for each "
            "good, named by its id",
            {{"name", name}});
    server_.serve(routes());
    settler_.resume(std::string(kTestnet));
    desk_.keep_expiring();
    auditor_.start([this, ready = std::move(ready)] {
        channels_.start([] {},
                        [this, ready] {
                            ready_ = true;
                            ready();
                        });
    });
    follower_.start();
    clock_watch_.start();
    rates_.start();
    pricer_.start();
    answers_.start();
}

void Platform::stop() {
    ready_ = false;
    rates_.stop();
    follower_.stop();
    server_.stop();
}

std::string Platform::obstacle() const {
    if (!ready_) return "starting";
    return gate_.closed_because().value_or("");
}

http::Router Platform::routes() {
    http::Router router;
    api::add_health_routes(router, [this] { return obstacle(); });
    api::add_goods_routes(router, goods_);
    router.set_unrouted(api::answer_unknown_path);
    api::add_unassigned_route(router, database_, limits_, std::string(kTestnet), "/testnet/v2");
    api::add_order_routes(router, desk_, "/testnet");
    api::add_content_routes(router, *content_);
    api::add_rate_routes(router, rates_);
    add_web_assets(router);
    add_wallet_socket(router);
    return router;
}

void Platform::add_web_assets(http::Router& router) {
    for (auto const& asset : assets()) {
        if (asset.path.starts_with("demo/")) continue;
        api::StaticAsset const served{.content = asset.content,
                                      .content_type = asset.content_type,
                                      .etag = asset.etag,
                                      .content_security_policy = policy_of(asset.path)};
        api::add_static_asset(router, "/" + std::string(asset.path), served);
        if (auto const other = other_path_of(asset.path); !other.empty())
            api::add_static_asset(router, other, served);
    }
}

void Platform::add_wallet_socket(http::Router& router) {
    auto const open =
        [this](http::Request const& request,
               std::shared_ptr<http::SocketSender> sender) -> std::shared_ptr<http::SocketSession> {
        if (http::query_parameter(request.query, "network").value != kTestnet)
            return std::make_shared<UnknownNetwork>(std::move(sender));
        return api::open_wallet(*wallet_, std::move(sender));
    };
    router.add({.method = http::Method::get,
                .pattern = "/wallet/socket",
                .handler = http::SocketRoute{.subprotocol = std::string(api::kWalletProtocol),
                                             .allowed_origins = {options_.public_url},
                                             .open = open}});
}

}  // namespace farthing::app
