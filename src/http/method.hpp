#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace farthing::http {

/// The methods that any route takes. Others are answered with 405 (known to HTTP) or 501.
enum class Method { get, head, post, put, patch, delete_, options };

constexpr std::size_t kMethods = 7;

std::string_view to_text(Method method);
/// Compared with case, as RFC 9110 section 9.1 demands.
std::optional<Method> parse_method(std::string_view text);
/// True for every method that RFC 9110 defines and PATCH, whether a route may take it or not.
bool is_known_method(std::string_view text);

}  // namespace farthing::http
