#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "http/method.hpp"

namespace farthing::http {

struct Field {
    std::string_view name;
    std::string_view value;
};

/// A list with room for a fixed number of elements, so that a request is parsed without allocation.
template <class T, std::size_t kCapacity>
class FixedList {
public:
    /// False when the list is full.
    bool push(T item) {
        if (size_ == kCapacity) return false;
        items_[size_++] = item;
        return true;
    }
    void clear() { size_ = 0; }
    /// Drops all elements from the `size`th on.
    void truncate(std::size_t size) { size_ = size < size_ ? size : size_; }
    T const* begin() const { return items_.data(); }
    T const* end() const { return items_.data() + size_; }
    std::size_t size() const { return size_; }
    T const& operator[](std::size_t i) const { return items_.at(i); }

private:
    std::array<T, kCapacity> items_{};
    std::size_t size_ = 0;
};

/// One parsed request. All text is a view of the connection's buffer and lives until the request is
/// answered.
struct Request {
    Method method = Method::get;
    std::string_view target;  ///< As sent: path and query.
    std::string_view path;    ///< The part before `?`, still percent-encoded.
    std::string_view query;   ///< The part after `?`, or empty.
    FixedList<Field, base::limits::kHeaderFields> fields;
    std::string_view body;
    /// The client's IP address as text: of the connection's peer, or of whom a trusted proxy names.
    std::string_view peer_address;
    /// Made by the server for each request; stands in its log line and in `X-Request-Id`.
    std::string_view id;
    /// What the route's `{name}` segments matched, still percent-encoded.
    FixedList<Field, 8> parameters;

    /// The value of a header field, compared without case. Nothing when it is absent; the first
    /// when it is repeated.
    std::optional<std::string_view> field(std::string_view name) const;
    /// How often the field stands in the request.
    std::size_t count(std::string_view name) const;
    /// The value that a `{name}` segment of the route matched. The route must have it.
    std::string_view parameter(std::string_view name) const;
};

/// The raw value of the query's parameter `name`, and how often it stands there.
struct QueryParameter {
    std::string_view value;
    std::size_t count = 0;
};
QueryParameter query_parameter(std::string_view query, std::string_view name);

/// Percent-decoding (RFC 3986 section 2.1); `+` stays `+`. Nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text);
/// As above for application/x-www-form-urlencoded, where `+` is a space.
std::optional<std::string> form_decode(std::string_view text);

/// Percent-encodes all but the unreserved characters of RFC 3986 section 2.3 and those of `kept`.
std::string percent_encode(std::string_view text, std::string_view kept = {});

/// Compares ASCII text without case, as HTTP's names demand.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace farthing::http
