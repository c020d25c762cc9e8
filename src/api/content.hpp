#pragma once

#include <optional>
#include <string>

#include "api/readers.hpp"
#include "api/request_limits.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "delivery/deliver.hpp"
#include "engine/sales_gate.hpp"
#include "goods/good.hpp"
#include "store/database.hpp"

namespace farthing::api {

/// The files that the platform delivers by itself. Called on the readers' threads.
class Content {
public:
    struct Place {
        std::string file;        ///< As delivery::Files knows it.
        bool is_folder = false;  ///< `file` is a folder, and all in it is the good.
        std::string index = {};  ///< The member that such a folder itself stands for, if any.
    };

    virtual ~Content() = default;
    /// Where the good's files lie. Nothing when there are none here.
    virtual std::optional<Place> find(goods::GoodId const& good) = 0;
    virtual delivery::Files& files() = 0;
};

/// What the delivery of one network's goods needs. Must outlive the router.
struct ContentApi {
    store::Database& database;
    base::Clock const& clock;
    engine::SalesGate const& gate;
    RequestLimits& limits;
    Content& content;
    std::string network;     ///< "testnet" or "live".
    std::string public_url;  ///< Of the platform, without a slash at the end.
    Readers& readers;
    base::Log& log;
};

/// `/content/<good>` and what lies in it, on the test network under `/testnet`: the goods of the
/// registry of which the platform has the files, as delivery::deliver() sends them. A receipt opens
/// the good that its purchase is of, and no other; a good that is changed or removed is so from the
/// next request on, also for its buyers. One that is passed around opens it only to those whom
/// Readers admits. Nothing is sent while the books or the clock are not in order, and what has
/// expired stays so when the clock is set back.
///
/// The wallets live on this origin: what is sent from here has no rights in it.
void add_content_routes(http::Router& router, ContentApi const& api);

/// The path of a good that the platform delivers.
std::string content_path(std::string_view network, goods::GoodId const& good);

}  // namespace farthing::api
