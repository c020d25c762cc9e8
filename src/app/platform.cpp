#include "app/platform.hpp"

#include <stdexcept>

#include "api/client_address.hpp"
#include "api/front_page.hpp"
#include "api/health.hpp"
#include "api/rates.hpp"
#include "api/static_assets.hpp"
#include "api/wallet_messages.hpp"
#include "app/assets.hpp"
#include "app/rate_settings.hpp"
#include "http/url.hpp"

namespace farthing::app {
namespace {

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
    UnknownNetwork(std::shared_ptr<http::SocketSender> sender, std::string message)
        : sender_(std::move(sender)), message_(std::move(message)) {}
    void on_open() override {
        sender_->send(message_);
        sender_->close(1008, "unknown network");
    }
    void on_text(std::string_view) override {}
    void on_close() override {}

private:
    std::shared_ptr<http::SocketSender> sender_;
    std::string message_;
};

/// Rates with bursts of some seconds' requests.
api::RequestRates request_rates(RateOptions const& options) {
    return {.key = {.count = options.key, .burst = options.key * 20},
            .address = {.count = options.address, .burst = options.address * 10},
            .failures = {.count = options.failed_logins,
                         .period = std::chrono::minutes(1),
                         .burst = options.failed_logins * 2}};
}

net::ServerOptions behind(net::ServerOptions server, http::TrustedProxies const& proxies) {
    server.trusted_proxies = proxies;
    return server;
}

/// An origin as browsers write it, because it is compared with theirs.
void expect_origin(std::string const& url) {
    auto const parsed = http::parse_url(url);
    if (parsed && url == (parsed->secure ? "https://" : "http://") + parsed->authority()) return;
    throw std::runtime_error(
        "--public-url must be an address without path or slash at its end, such as "
        "https://pay.example.org");
}

}  // namespace

PlatformOptions platform_options(ServeOptions const& options, std::string horizon_url) {
    return {.listen = options.listen,
            .public_url = options.public_url,
            .horizon_url = std::move(horizon_url),
            .channels = options.channels,
            .channels_max = options.channels_max,
            .live_horizon_url = options.live_horizon_url,
            .live_channels = options.live_channels,
            .secrets_key = options.secrets_key,
            .content = options.content,
            .rates = request_rates(options.rates),
            .trusted_proxies = options.trusted_proxies,
            .exchange_rates = rate_settings(options.exchange_rates)};
}

Platform::Platform(Runtime& runtime, store::DataDirectory const& data, PlatformOptions options)
    : runtime_(runtime),
      options_(std::move(options)),
      access_log_(data.file("access.log")),
      server_(
          behind(runtime.server_options(options_.listen, &access_log_), options_.trusted_proxies),
          runtime.clock(), runtime.random()),
      database_(runtime.platform_database_options(data, options_.secrets_key),
                store::platform_schema()),
      auditor_({database_, runtime.scheduler(), runtime.clock(), runtime.log(), books_}),
      rates_({runtime.readers_client(), runtime.scheduler(), runtime.clock(), runtime.log()},
             options_.exchange_rates),
      pricer_({database_, rates_, runtime.scheduler(), runtime.clock(), runtime.log()}),
      answers_({database_, runtime.scheduler(), runtime.clock(), runtime.log()}),
      limits_(options_.rates, runtime.clock(), runtime.random()),
      content_folder_(options_.content.empty() ? default_content(data.path()) : options_.content,
                      runtime.clock()),
      content_clock_(runtime.clock()) {
    if (auto const listening = server_.listen(); !listening)
        throw std::runtime_error(listening.error().message);
    if (options_.public_url.empty()) options_.public_url = "http://" + server_.address();
    expect_origin(options_.public_url);
    open_markets(data);
}

void Platform::open_markets(store::DataDirectory const& data) {
    Market::Needs const needs{runtime_,        data,           database_,
                              books_,          rates_,         limits_,
                              content_folder_, content_clock_, options_.public_url};
    auto const open = [&](Market::Options options) {
        markets_.push_back(std::make_unique<Market>(needs, std::move(options)));
    };
    open({.network = test_network(),
          .horizon_url = options_.horizon_url,
          .channels = options_.channels,
          .channels_max = options_.channels_max,
          .friendbot = true});
    if (!options_.live_horizon_url.empty())
        open({.network = live_network(),
              .horizon_url = options_.live_horizon_url,
              .channels = options_.live_channels,
              .channels_max = options_.live_channels});
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
    for (auto const& market : markets_) market->start();
    auditor_.start([this, ready = std::move(ready)] {
        for (auto const& market : markets_)
            market->open_channels([this, ready, is_first = market == markets_.front()] {
                if (!is_first) return;
                ready_ = true;
                ready();
            });
    });
    rates_.start();
    pricer_.start();
    answers_.start();
}

void Platform::stop() {
    ready_ = false;
    rates_.stop();
    for (auto const& market : markets_) market->stop();
    server_.stop();
}

/// Who can buy on one network is not turned away because of another.
std::string Platform::obstacle() const {
    if (!ready_) return "starting";
    std::string reason;
    for (auto const& market : markets_) {
        auto const closed = market->closed_because();
        if (!closed) return "";
        if (reason.empty()) reason = *closed;
    }
    return reason;
}

http::Router Platform::routes() {
    http::Router router;
    api::add_front_page(router);
    api::add_health_routes(router, [this] { return obstacle(); });
    for (auto const& market : markets_) market->add_routes(router);
    bool const sells_live = markets_.size() > 1;
    router.set_unrouted(sells_live ? api::answer_nothing_here : api::answer_unknown_path);
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

std::vector<std::string_view> Platform::names_of_networks() const {
    std::vector<std::string_view> names;
    for (auto const& market : markets_) names.push_back(market->name());
    return names;
}

void Platform::add_wallet_socket(http::Router& router) {
    auto const open =
        [this](http::Request const& request,
               std::shared_ptr<http::SocketSender> sender) -> std::shared_ptr<http::SocketSession> {
        auto const name = http::query_parameter(request.query, "network").value;
        for (auto const& market : markets_)
            if (market->name() == name)
                return market->open_wallet(api::client_of(request.peer_address), std::move(sender));
        return std::make_shared<UnknownNetwork>(std::move(sender),
                                                api::write_unknown_network(names_of_networks()));
    };
    router.add({.method = http::Method::get,
                .pattern = "/wallet/socket",
                .handler = http::SocketRoute{.subprotocol = std::string(api::kWalletProtocol),
                                             .allowed_origins = {options_.public_url},
                                             .open = open}});
}

}  // namespace farthing::app
