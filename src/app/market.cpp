#include "app/market.hpp"

#include <algorithm>
#include <utility>

#include "api/network_path.hpp"
#include "api/orders.hpp"
#include "api/unassigned.hpp"

namespace farthing::app {
namespace {

constexpr std::string_view kTestnet = "testnet";
constexpr std::string_view kLive = "live";

payments::Network network_of(std::string_view name, std::string_view passphrase) {
    return {.name = std::string(name),
            .passphrase = std::string(passphrase),
            .id = stellar::network_id(passphrase)};
}

}  // namespace

payments::Network test_network() {
    return network_of(kTestnet, stellar::kTestnetPassphrase);
}

payments::Network live_network() {
    return network_of(kLive, stellar::kPublicPassphrase);
}

payments::ChannelKeys channel_keys(store::DataDirectory const& data, base::Random& random,
                                   std::string_view network) {
    return {data.secret_file("channels.key", random), network};
}

Market::Market(Needs needs, Options options)
    : needs_(std::move(needs)),
      horizon_(needs_.runtime.client(), needs_.runtime.scheduler(), options.horizon_url),
      readers_horizon_(needs_.runtime.readers_client(), needs_.runtime.scheduler(),
                       options.horizon_url),
      gate_{needs_.books},
      clock_watch_({options.network.name, needs_.database, horizon_, needs_.runtime.scheduler(),
                    needs_.runtime.clock(), needs_.runtime.log(), gate_.clock}),
      network_check_({horizon_, needs_.runtime.scheduler(), needs_.runtime.log(), gate_.horizon},
                     options.network),
      channels_({needs_.database, horizon_, needs_.runtime.scheduler(), needs_.runtime.log()},
                {.network = options.network.name,
                 .channels = options.channels,
                 .channels_max = std::max(options.channels, options.channels_max),
                 .friendbot = options.friendbot,
                 .fee = options.network.fee},
                channel_keys(needs_.data, needs_.runtime.random(), options.network.name)),
      settler_({needs_.database, horizon_, channels_, needs_.runtime.scheduler(),
                needs_.runtime.clock(), needs_.runtime.random(), needs_.runtime.log()}),
      desk_({needs_.database, settler_, channels_, needs_.runtime.scheduler(),
             needs_.runtime.clock(), needs_.runtime.random(), needs_.runtime.log(), &gate_},
            options.network,
            channel_keys(needs_.data, needs_.runtime.random(), options.network.name)),
      follower_({needs_.database, needs_.runtime.client(), needs_.runtime.scheduler(),
                 needs_.runtime.clock(), needs_.runtime.random(), needs_.runtime.log()},
                {.network = options.network.name, .horizon_url = options.horizon_url}),
      goods_{needs_.database, needs_.runtime.clock(), needs_.runtime.random(),
             needs_.limits,   needs_.rates,           options.network.name},
      content_{
          needs_.database,      needs_.content_clock, gate_,    needs_.limits,       needs_.content,
          options.network.name, needs_.public_url,    readers_, needs_.runtime.log()},
      wallet_{desk_,
              readers_horizon_,
              needs_.public_url,
              options.friendbot,
              needs_.runtime.clock(),
              needs_.runtime.random(),
              needs_.runtime.log(),
              readers_} {}

void Market::start() {
    desk_.keep_expiring();
    network_check_.start([this] {
        settler_.resume(name());
        follower_.start();
        clock_watch_.start();
        is_right_ = true;
        open_channels();
    });
}

void Market::open_channels(std::function<void()> all_open) {
    all_open_ = std::move(all_open);
    open_channels();
}

void Market::open_channels() {
    if (is_right_ && all_open_) channels_.start([] {}, std::exchange(all_open_, nullptr));
}

void Market::add_routes(http::Router& router) {
    auto const prefix = api::network_path(name());
    api::add_goods_routes(router, goods_);
    api::add_unassigned_route(router, needs_.database, needs_.limits, name(), prefix + "/v2");
    api::add_order_routes(router, desk_, prefix);
    api::add_content_routes(router, content_);
}

}  // namespace farthing::app
