#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/limits.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/socket.hpp"

namespace farthing::http {

/// Fills in the answer on the network thread itself: for what needs no store. Must not block.
using ImmediateHandler = std::function<void(Request const&, Response&)>;

/// Answers a request later and from any thread, exactly once.
using Respond = std::function<void(Response)>;

/// Starts work elsewhere and returns at once. The request stays valid until `respond` is called.
/// When every copy of `respond` goes without a call, the server answers 500.
using DeferredHandler = std::function<void(Request const&, Respond)>;

/// A WebSocket: what to check before the upgrade, and who speaks on it.
struct SocketRoute {
    std::string subprotocol;
    /// Origins that a browser may connect from. A request without Origin is not from a browser and
    /// passes.
    std::vector<std::string> allowed_origins;
    OpenSocket open;
};

using Handler = std::variant<ImmediateHandler, DeferredHandler, SocketRoute>;

struct Route {
    Method method;
    /// Segments joined by `/`: literal, `{name}` for exactly one segment, `{name...}` at the end
    /// for one or more. A trailing slash in the request is tolerated, unless the pattern ends in
    /// `{name...}`.
    std::string pattern;
    Handler handler;
    std::size_t body_limit = base::limits::kBodyBytes;
    /// True: any page may call this (Access-Control-Allow-Origin: *), and the preflight is
    /// answered.
    bool cross_origin = false;
};

/// Where a request goes.
///
/// Paths are compared as they were sent, still percent-encoded. A literal segment is preferred to
/// `{name}`, and that to `{name...}`; a less exact pattern is taken where the exact one lacks the
/// method. A placeholder never matches an empty or a dot segment (`.`, `..`, also percent-encoded).
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// The pattern must be well-formed, and its pair with the method new.
    void add(Route route);

    struct Match {
        Route const* route = nullptr;  ///< Null: nothing here.
        /// When there is no route, for 405 and OPTIONS: the methods of this path, `GET, HEAD,
        /// POST`. Empty: 404.
        std::string allowed = {};
        /// Those of them that any page may call; for the preflight.
        std::string cross_origin = {};
    };
    /// Finds the route and fills in `request.parameters`. HEAD finds GET's route. Does not allocate
    /// when a route is found.
    Match find(Request& request) const;

    /// What answers requests whose path no route has.
    struct Unrouted {
        ImmediateHandler handler;
        bool cross_origin = false;  ///< As in Route.
    };
    /// At first it answers the error object.
    Unrouted const& unrouted() const { return unrouted_; }
    /// From then on any page may read the answer.
    void set_unrouted(ImmediateHandler handler) { unrouted_ = {std::move(handler), true}; }

    /// Every route, in the order of adding.
    std::vector<Route const*> routes() const;

private:
    struct Node;
    struct Search;
    static bool descend(Node const& node, std::string_view rest, Search& search);
    static bool fill_in(Node const& node, std::string_view segment, std::string_view after,
                        Search& search);
    static bool fill_in_rest(Node const& node, std::string_view rest, Search& search);

    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    Unrouted unrouted_;
};

}  // namespace farthing::http
