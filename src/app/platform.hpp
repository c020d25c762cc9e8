#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "api/goods.hpp"
#include "api/request_limits.hpp"
#include "api/wallet_socket.hpp"
#include "app/commands.hpp"
#include "app/content_folder.hpp"
#include "app/runtime.hpp"
#include "engine/answer_keeper.hpp"
#include "engine/auditor.hpp"
#include "engine/channel_keeper.hpp"
#include "engine/clock_watch.hpp"
#include "engine/horizon_client.hpp"
#include "engine/order_desk.hpp"
#include "engine/payment_follower.hpp"
#include "engine/rate_keeper.hpp"
#include "engine/sales_gate.hpp"
#include "engine/satoshi_pricer.hpp"
#include "engine/settler.hpp"
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
    /// The file with the keys of the shared secrets. Empty: in the data directory.
    std::filesystem::path secrets_key = {};
    /// The folder of the files that it delivers. Empty: in the data directory.
    std::filesystem::path content = {};
    api::RequestRates rates = {};
    rates::Settings exchange_rates = {};
};

/// The platform: the registry with its API, the widget and wallet, and the payments of one test
/// network.
class Platform {
public:
    /// Opens the database and listens. Throws std::runtime_error with what is wrong and how to mend
    /// it.
    Platform(Runtime& runtime, store::DataDirectory const& data, PlatformOptions options);
    ~Platform();

    /// Serves, takes unfinished orders up again, checks the books and opens channel accounts.
    /// `ready` is called when the books are checked, whatever was found, and all channels are open.
    void start(std::function<void()> ready);
    /// Finishes what is in flight.
    void stop();

    /// What it answers. The routes refer to the platform.
    http::Router routes();

    std::string const& url() const { return options_.public_url; }
    store::Database& database() { return database_; }
    engine::HorizonClient& horizon() { return horizon_; }

private:
    std::string obstacle() const;
    void add_wallet_socket(http::Router& router);
    void add_web_assets(http::Router& router);

    Runtime& runtime_;
    PlatformOptions options_;
    AccessLogFile access_log_;
    net::Server server_;
    store::ThreadedDatabase database_;
    engine::HorizonClient horizon_;
    engine::HorizonClient readers_horizon_;
    engine::SalesGate gate_;
    engine::Auditor auditor_;
    engine::ClockWatch clock_watch_;
    engine::ChannelKeeper channels_;
    engine::Settler settler_;
    engine::OrderDesk desk_;
    engine::PaymentFollower follower_;
    engine::RateKeeper rates_;
    engine::SatoshiPricer pricer_;
    engine::AnswerKeeper answers_;
    api::RequestLimits limits_;
    api::GoodsApi goods_;
    ContentFolder content_folder_;
    base::ForwardClock content_clock_;
    std::optional<api::ContentApi> content_;
    std::optional<api::WalletNetwork> wallet_;
    std::atomic<bool> ready_ = false;
};

/// Rates with bursts of some seconds' requests.
api::RequestRates request_rates(RateOptions const& options);

/// The one network that there is from the start: the embedded ledger under the test network's
/// passphrase.
payments::Network test_network();

}  // namespace farthing::app
