#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/content.hpp"
#include "api/goods.hpp"
#include "api/request_limits.hpp"
#include "api/wallet_socket.hpp"
#include "app/receipt_readers.hpp"
#include "app/runtime.hpp"
#include "engine/channel_keeper.hpp"
#include "engine/clock_watch.hpp"
#include "engine/horizon_client.hpp"
#include "engine/network_check.hpp"
#include "engine/order_desk.hpp"
#include "engine/payment_follower.hpp"
#include "engine/rate_keeper.hpp"
#include "engine/sales_gate.hpp"
#include "engine/settler.hpp"
#include "http/route.hpp"
#include "store/data_directory.hpp"
#include "store/database.hpp"

namespace farthing::app {

/// What the platform sells on one network, and how it is paid there. The markets of one platform
/// share its database and its books.
class Market {
public:
    /// What all markets share.
    struct Needs {
        Runtime& runtime;
        store::DataDirectory const& data;
        store::Database& database;
        engine::SalesLatch const& books;
        engine::RateKeeper const& rates;
        api::RequestLimits& limits;
        api::Content& content;
        base::Clock const& content_clock;
        std::string public_url;
    };
    struct Options {
        payments::Network network;
        std::string horizon_url;  ///< Where the network's Horizon answers.
        std::int64_t channels = 20;
        std::int64_t channels_max = 200;
        bool friendbot = false;  ///< The network gives play money away.
    };

    Market(Needs needs, Options options);

    /// Takes unfinished orders up again and follows the network, once its Horizon has shown to be
    /// of it.
    void start();
    /// The same for its channel accounts; `all_open` is called when all are there that there are
    /// from the start. On the scheduler's thread.
    void open_channels(std::function<void()> all_open);
    void stop() { follower_.stop(); }

    /// The routes refer to the market.
    void add_routes(http::Router& router);
    std::shared_ptr<http::SocketSession> open_wallet(std::string client,
                                                     std::shared_ptr<http::SocketSender> sender) {
        return api::open_wallet(wallet_, std::move(client), std::move(sender));
    }

    std::string const& name() const { return desk_.network().name; }
    engine::HorizonClient& horizon() { return horizon_; }
    /// Why nothing is sold, if so.
    std::optional<std::string> closed_because() const { return gate_.closed_because(); }

private:
    void open_channels();

    Needs needs_;
    engine::HorizonClient horizon_;
    engine::HorizonClient readers_horizon_;
    engine::SalesGate gate_;
    ReceiptReaders readers_;
    engine::ClockWatch clock_watch_;
    engine::NetworkCheck network_check_;
    engine::ChannelKeeper channels_;
    engine::Settler settler_;
    engine::OrderDesk desk_;
    engine::PaymentFollower follower_;
    api::GoodsApi goods_;
    api::ContentApi content_;
    api::WalletNetwork wallet_;
    bool is_right_ = false;           ///< Its Horizon is of the network.
    std::function<void()> all_open_;  ///< Until the channel accounts are being opened.
};

/// The network that there is from the start: play money under the test network's passphrase.
payments::Network test_network();
/// Stellar's public network.
payments::Network live_network();

/// The accounts that pay the network's fees for its readers.
payments::ChannelKeys channel_keys(store::DataDirectory const& data, base::Random& random,
                                   std::string_view network);

}  // namespace farthing::app
