#include "http/method.hpp"

#include <algorithm>
#include <array>

#include "base/ensure.hpp"

namespace farthing::http {
namespace {

constexpr std::array<std::string_view, kMethods> kNames{"GET",   "HEAD",   "POST",   "PUT",
                                                        "PATCH", "DELETE", "OPTIONS"};

}  // namespace

std::string_view to_text(Method method) {
    return kNames.at(static_cast<std::size_t>(method));
}

std::optional<Method> parse_method(std::string_view text) {
    auto const* const found = std::find(kNames.begin(), kNames.end(), text);
    if (found == kNames.end()) return std::nullopt;
    return static_cast<Method>(found - kNames.begin());
}

bool is_known_method(std::string_view text) {
    return parse_method(text).has_value() || text == "TRACE" || text == "CONNECT";
}

}  // namespace farthing::http
