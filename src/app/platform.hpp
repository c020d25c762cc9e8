#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/request_limits.hpp"
#include "app/commands.hpp"
#include "app/content_folder.hpp"
#include "app/market.hpp"
#include "app/runtime.hpp"
#include "engine/answer_keeper.hpp"
#include "engine/auditor.hpp"
#include "engine/rate_keeper.hpp"
#include "engine/satoshi_pricer.hpp"
#include "net/server.hpp"
#include "store/data_directory.hpp"
#include "store/threaded_database.hpp"

namespace farthing::app {

struct PlatformOptions {
    std::string listen = "127.0.0.1:8402";
    /// Where readers and publishers reach the platform, without a slash at the end. Empty: http://
    /// and the listening address.
    std::string public_url = {};
    /// Where the test network's Horizon answers.
    std::string horizon_url;
    std::int64_t channels = 20;
    std::int64_t channels_max = 200;
    /// Where the public network's Horizon answers. Empty: nothing is sold for real money.
    std::string live_horizon_url = {};
    /// As many channel accounts there; each takes lumens that somebody has to send.
    std::int64_t live_channels = 5;
    /// The file with the keys of the shared secrets. Empty: in the data directory.
    std::filesystem::path secrets_key = {};
    /// The folder of the files that it delivers. Empty: in the data directory.
    std::filesystem::path content = {};
    api::RequestRates rates = {};
    http::TrustedProxies trusted_proxies = {};
    rates::Settings exchange_rates = {};
};

/// The platform: the registry with its API, the widget and wallet, and a market on the test network
/// and, where it is configured, on the public one.
class Platform {
public:
    /// Opens the database and listens. Throws std::runtime_error with what is wrong and how to mend
    /// it.
    Platform(Runtime& runtime, store::DataDirectory const& data, PlatformOptions options);
    ~Platform();

    /// Serves, takes unfinished orders up again, checks the books and opens channel accounts.
    /// `ready` is called when the books are checked, whatever was found, and all channels of the
    /// test network are open: those of the public one may have to wait for somebody's lumens.
    void start(std::function<void()> ready);
    /// Finishes what is in flight.
    void stop();

    /// What it answers. The routes refer to the platform.
    http::Router routes();

    std::string const& url() const { return options_.public_url; }
    store::Database& database() { return database_; }
    /// Of the test network.
    engine::HorizonClient& horizon() { return markets_.front()->horizon(); }

private:
    std::string obstacle() const;
    void open_markets(store::DataDirectory const& data);
    std::vector<std::string_view> names_of_networks() const;
    void add_wallet_socket(http::Router& router);
    void add_web_assets(http::Router& router);

    Runtime& runtime_;
    PlatformOptions options_;
    AccessLogFile access_log_;
    net::Server server_;
    store::ThreadedDatabase database_;
    engine::SalesLatch books_;
    engine::Auditor auditor_;
    engine::RateKeeper rates_;
    engine::SatoshiPricer pricer_;
    engine::AnswerKeeper answers_;
    api::RequestLimits limits_;
    ContentFolder content_folder_;
    base::ForwardClock content_clock_;
    std::vector<std::unique_ptr<Market>> markets_;  ///< The test network's first.
    std::atomic<bool> ready_ = false;
};

/// What the options of a command say about the platform. Throws std::runtime_error.
PlatformOptions platform_options(ServeOptions const& options, std::string horizon_url);

}  // namespace farthing::app
