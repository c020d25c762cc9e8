// Paths from anybody: a route that is found fits the path segment by segment, no dot segment is
// handed on in any spelling, and 405 names exactly the methods that would have been found.

#include "http/route.hpp"

#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/ensure.hpp"

using namespace farthing;

namespace {

using http::Method;

http::Router make_router() {
    http::Router router;
    auto const add = [&router](Method method, std::string pattern) {
        router.add(
            {.method = method, .pattern = std::move(pattern), .handler = http::ImmediateHandler()});
    };
    for (auto const* pattern : {"/", "/a", "/a/b", "/a/{x}", "/a/{x}/b", "/a/{x}/{y}", "/{x}/b/c",
                                "/{z}/{y}/d", "/f/{rest...}", "/f/{x}/g", "/a/b/{rest...}"})
        add(Method::get, pattern);
    for (auto const* pattern : {"/a", "/a/{y}", "/f/{tail...}", "/{z}/b/c", "/p/{x}"})
        add(Method::post, pattern);
    add(Method::delete_, "/a/{x}");
    add(Method::head, "/a/b");
    return router;
}

bool is_dot(std::string_view segment) {
    return segment == "." || segment == "..";
}

/// Takes off what stands before the first slash, and the slash.
std::string_view take(std::string_view& text) {
    auto const segment = text.substr(0, text.find('/'));
    text.remove_prefix(std::min(segment.size() + 1, text.size()));
    return segment;
}

void check_segments(std::string_view value) {
    while (!value.empty()) {
        auto const segment = take(value);
        auto const decoded = http::percent_decode(segment);
        base::ensure(!is_dot(segment) && (!decoded || !is_dot(*decoded)));
    }
}

/// The pattern with what its placeholders matched in their places.
std::string filled_in(std::string_view pattern, http::Request const& request) {
    std::string path;
    std::size_t parameters = 0;
    pattern.remove_prefix(1);
    while (!pattern.empty()) {
        auto const segment = take(pattern);
        path += '/';
        if (!segment.starts_with('{')) {
            path += segment;
            continue;
        }
        auto const [name, value] = request.parameters[parameters++];
        bool const rest = segment.ends_with("...}");
        base::ensure(name == segment.substr(1, segment.size() - (rest ? 5 : 2)));
        base::ensure(!value.empty() && (rest || value.find('/') == value.npos));
        check_segments(value);
        path += value;
    }
    base::ensure(parameters == request.parameters.size());
    return path.empty() ? "/" : path;
}

/// Looks the path up with one method; true when a route takes it.
bool finds(http::Router const& router, http::Request& request, Method method) {
    request.method = method;
    auto const match = router.find(request);
    if (match.route == nullptr) return false;
    auto const taken = match.route->method;
    base::ensure(taken == method || (method == Method::head && taken == Method::get));
    auto const path = filled_in(match.route->pattern, request);
    base::ensure(path == request.path || path + "/" == request.path);
    return true;
}

bool names(std::string_view list, std::string_view method) {
    while (!list.empty()) {
        auto const item = list.substr(0, list.find(", "));
        if (item == method) return true;
        list.remove_prefix(std::min(item.size() + 2, list.size()));
    }
    return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static http::Router const router = make_router();
    http::Request request;
    request.path = base::as_text({data, std::min(size, base::limits::kTargetBytes)});
    request.method = Method::options;  // No route has it.
    auto const match = router.find(request);
    base::ensure(match.route == nullptr && match.cross_origin.empty());
    auto const allowed = match.allowed;
    for (std::size_t i = 0; i < http::kMethods; ++i) {
        auto const method = static_cast<Method>(i);
        base::ensure(finds(router, request, method) == names(allowed, http::to_text(method)));
    }
    return 0;
}
