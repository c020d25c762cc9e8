#pragma once

#include <functional>
#include <memory>
#include <set>

#include "api/horizon_lists.hpp"
#include "http/response.hpp"

/// Horizon's streams (server-sent events): what a list gets more of, and an account each time it
/// changes.
namespace farthing::api {

class HistoryStream;

/// The streams that are open, so that a test can cut them. Of the scheduler's thread.
class OpenStreams {
public:
    void add(std::shared_ptr<HistoryStream> const& stream) { streams_.insert(stream); }
    void remove(std::shared_ptr<HistoryStream> const& stream) { streams_.erase(stream); }
    /// Cuts all of them, as a failing network would; returns how many.
    std::size_t cut();

private:
    std::set<std::weak_ptr<HistoryStream>, std::owner_less<>> streams_;
};

/// First a greeting, then a list's records behind `start` as they come, until the page's limit is
/// reached or the connection's time is over; then "byebye", and the client comes again.
http::Response stream_list(HorizonApi const& api, ListRequest request, std::int64_t start);

/// The account as it is, and again after each ledger that changes it.
http::Response stream_account(HorizonApi const& api, stellar::PublicKey const& account);

}  // namespace farthing::api
