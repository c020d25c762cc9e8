#include "http/route.hpp"

#include <array>

#include "base/ensure.hpp"
#include "http/errors.hpp"

namespace farthing::http {
namespace {

constexpr std::size_t index_of(Method method) {
    return static_cast<std::size_t>(method);
}

/// Takes the next segment off a path that begins with `/`.
std::string_view take_segment(std::string_view& path) {
    auto const end = path.find('/', 1);
    auto const segment = path.substr(1, end == path.npos ? path.npos : end - 1);
    path.remove_prefix(segment.size() + 1);
    return segment;
}

/// True for `.` and `..` in every spelling. They mean another place than they say, so that nobody
/// below should see them.
bool is_dot_segment(std::string_view segment) {
    int dots = 0;
    while (!segment.empty()) {
        bool const encoded = equal_ignoring_case(segment.substr(0, 3), "%2e");
        if (!encoded && segment.front() != '.') return false;
        segment.remove_prefix(encoded ? 3 : 1);
        ++dots;
    }
    return dots == 1 || dots == 2;
}

bool holds_dot_segment(std::string_view path) {
    while (!path.empty())
        if (is_dot_segment(take_segment(path))) return true;
    return false;
}

struct Placeholder {
    std::string name;
    bool rest = false;
};

/// What stands between the braces, or an empty name for a literal segment.
Placeholder parse_placeholder(std::string_view segment) {
    if (!segment.starts_with('{') || !segment.ends_with('}')) return {};
    segment = segment.substr(1, segment.size() - 2);
    bool const rest = segment.ends_with("...");
    if (rest) segment.remove_suffix(3);
    return {std::string(segment), rest};
}

}  // namespace

struct Router::Node {
    std::array<Route const*, kMethods> routes{};
    std::array<Route const*, kMethods> rest_routes{};  // For `{name...}`.
    std::array<std::string, kMethods> rest_names;
    bool has_rest = false;
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> placeholders;

    static Node& child(std::vector<std::pair<std::string, std::unique_ptr<Node>>>& children,
                       std::string_view key) {
        for (auto const& [name, node] : children)
            if (name == key) return *node;
        return *children.emplace_back(key, std::make_unique<Node>()).second;
    }
};

/// One look-up: what is wanted, and what was met on the way.
struct Router::Search {
    Request& request;
    Method wanted;
    Route const* found = nullptr;
    /// Of every node that fits the path, whatever its method.
    std::array<Route const*, kMethods> met{};

    bool offer(std::array<Route const*, kMethods> const& routes) {
        for (std::size_t i = 0; i < kMethods; ++i)
            if (met[i] == nullptr) met[i] = routes[i];
        found = routes[index_of(wanted)];
        if (found == nullptr && wanted == Method::head) found = routes[index_of(Method::get)];
        return found != nullptr;
    }
};

Router::Router()
    : root_(std::make_unique<Node>()), unrouted_{.handler = [](Request const&, Response& response) {
          set_error(response, 404, "there is nothing at this path");
      }} {}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    auto const& kept = *routes_.emplace_back(std::make_unique<Route>(std::move(route)));
    auto const method = index_of(kept.method);
    std::string_view rest = kept.pattern;
    base::ensure(rest.starts_with('/'));
    if (rest == "/") rest = {};

    Node* node = root_.get();
    while (!rest.empty()) {
        auto const segment = take_segment(rest);
        base::ensure(!segment.empty());
        auto const placeholder = parse_placeholder(segment);
        if (placeholder.rest) {
            base::ensure(rest.empty() && node->rest_routes.at(method) == nullptr);
            node->rest_routes.at(method) = &kept;
            node->rest_names.at(method) = placeholder.name;
            node->has_rest = true;
            return;
        }
        node = placeholder.name.empty() ? &Node::child(node->literals, segment)
                                        : &Node::child(node->placeholders, placeholder.name);
    }
    base::ensure(node->routes.at(method) == nullptr);
    node->routes.at(method) = &kept;
}

bool Router::descend(Node const& node, std::string_view rest, Search& search) {
    if ((rest.empty() || rest == "/") && search.offer(node.routes)) return true;
    if (rest.empty()) return false;

    auto after = rest;
    auto const segment = take_segment(after);
    for (auto const& [name, child] : node.literals)
        if (name == segment && descend(*child, after, search)) return true;
    if (segment.empty()) return false;
    return (!is_dot_segment(segment) && fill_in(node, segment, after, search)) ||
           fill_in_rest(node, rest, search);
}

bool Router::fill_in(Node const& node, std::string_view segment, std::string_view after,
                     Search& search) {
    auto& parameters = search.request.parameters;
    auto const depth = parameters.size();
    for (auto const& [name, child] : node.placeholders) {
        bool const fits = parameters.push(Field{name, segment});
        if (fits && descend(*child, after, search)) return true;
        parameters.truncate(depth);
    }
    return false;
}

bool Router::fill_in_rest(Node const& node, std::string_view rest, Search& search) {
    if (!node.has_rest || holds_dot_segment(rest) || !search.offer(node.rest_routes)) return false;
    auto const& name = node.rest_names.at(index_of(search.found->method));
    return search.request.parameters.push(Field{name, rest.substr(1)});
}

Router::Match Router::find(Request& request) const {
    request.parameters.clear();
    if (!request.path.starts_with('/')) return {};
    Search search{request, request.method};
    if (descend(*root_, request.path, search)) return {.route = search.found};

    Match match;
    auto const append = [](std::string& list, std::string_view method) {
        if (!list.empty()) list += ", ";
        list += method;
    };
    auto& met = search.met;
    auto& head = met[index_of(Method::head)];
    if (head == nullptr) head = met[index_of(Method::get)];
    for (std::size_t i = 0; i < kMethods; ++i) {
        if (met.at(i) == nullptr) continue;
        append(match.allowed, to_text(static_cast<Method>(i)));
        if (met.at(i)->cross_origin) append(match.cross_origin, to_text(static_cast<Method>(i)));
    }
    return match;
}

std::vector<Route const*> Router::routes() const {
    std::vector<Route const*> all;
    all.reserve(routes_.size());
    for (auto const& route : routes_) all.push_back(route.get());
    return all;
}

}  // namespace farthing::http
