#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/goods_file.hpp"
#include "app/platform.hpp"
#include "app/runtime.hpp"
#include "stores/store.hpp"

namespace farthing::app {

/// The demo's merchant: a store with an API key and a payout account, kept in private files so that
/// the demo can be started again.
struct DemoShop {
    std::string store_id;
    std::string payout_address;
    std::string api_key;
    base::Secret api_secret;
};

/// Reads the shop from `folder`, or makes it: an account on the network, a store, and its key.
DemoShop open_demo_shop(Runtime& runtime, Platform& platform, std::filesystem::path const& folder);

/// The demo's goods, registered through the platform's own API. Those that the registry still
/// knows are kept.
std::vector<delivery::Shelved> register_demo_goods(Runtime& runtime, Platform const& platform,
                                                   DemoShop const& shop,
                                                   std::filesystem::path const& folder,
                                                   std::string const& page_url);

}  // namespace farthing::app
