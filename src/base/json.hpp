#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// JSON (RFC 8259), stricter than the standard asks: no duplicate keys, no trailing text, UTF-8
/// only, bounded depth and key length.
namespace farthing::base {

namespace json = boost::json;

/// invalid_request with the place of the fault.
Result<json::value> parse_json(std::string_view text);

/// Reads the fields of one JSON object; remembers which were read, so that strangers can be
/// refused.
///
/// Each getter's error names the field and what would be right. The object must outlive the reader.
class JsonReader {
public:
    /// invalid_request when `value` is not an object. `what` names it in messages, such as "the
    /// body".
    static Result<JsonReader> of(json::value const& value, std::string_view what);

    bool has(std::string_view key) const;
    Result<std::string> text(std::string_view key);
    /// Absent and null are both "not there".
    Result<std::optional<std::string>> optional_text(std::string_view key);
    /// An integer in JSON's own form. No fraction, no exponent.
    Result<std::int64_t> integer(std::string_view key);
    Result<bool> boolean(std::string_view key);
    Result<json::object const*> object(std::string_view key);
    Result<json::array const*> array(std::string_view key);
    /// The value itself, or null when it is not there. Counts as read.
    json::value const* raw(std::string_view key);

    /// invalid_request naming the first field that nobody has read.
    Result<void> refuse_unread() const;

private:
    JsonReader(json::object const& object, std::string_view what) : object_(&object), what_(what) {}
    Error missing(std::string_view key, std::string_view expected) const;

    json::object const* object_;
    std::string what_;
    std::set<std::string, std::less<>> read_;
};

}  // namespace farthing::base
