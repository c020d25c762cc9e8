#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "goods/good.hpp"

/// The fields of a good object, as all versions of the API have them.
namespace farthing::goods {

/// The body of a request about a good. Fields that the API does not know are never refused, because
/// its clients send some (`goodId`, `spmeta`).
class GoodFields {
public:
    static base::Result<GoodFields> parse(std::string_view body);
    GoodFields(GoodFields const&) = delete;
    GoodFields(GoodFields&&) = default;
    GoodFields& operator=(GoodFields const&) = delete;
    GoodFields& operator=(GoodFields&&) = delete;
    ~GoodFields() = default;

    bool has(std::string_view key) const { return object().contains(key); }
    bool is_null(std::string_view key) const;

    /// invalid_request when the field is not there, with what it must be.
    base::Result<void> expect(std::string_view key, std::string_view what) const;

    /// A number as it was written. Empty when the field is no number.
    std::string_view number(std::string_view key) const;
    /// The same also of a number within a text: `"4000"`.
    std::string_view number_or_text(std::string_view key) const;
    /// The text of a field, or nothing when it is not there or no text.
    std::optional<std::string_view> text(std::string_view key) const;

    /// invalid_request naming the field, unless it is one line of a bounded length.
    base::Result<std::string> line(std::string_view key, std::size_t max_bytes) const;
    base::Result<base::Secret> secret(std::string_view key) const;
    base::Result<std::string> title() const { return line("title", kMaxTitleBytes); }
    base::Result<std::string> url() const { return line("url", kMaxUrlBytes); }

private:
    GoodFields(base::json::value value, std::vector<std::string_view> parts)
        : value_(std::move(value)), parts_(std::move(parts)) {}
    base::json::object const& object() const { return value_.get_object(); }

    base::json::value value_;
    std::vector<std::string_view> parts_;  ///< The values as texts, in the object's order.
};

/// The text as a JSON string, with its quotes.
std::string quoted(std::string_view text);

/// Goods as a JSON array, each written by `append`.
std::string json_list(std::vector<Good> const& goods,
                      void (*append)(std::string& out, Good const& good));

/// Reads a field into `target` if `there`.
template <class T, class Read>
base::Result<void> read_if(bool there, Read read, std::optional<T>& target) {
    if (!there) return {};
    auto value = read();
    if (!value) return value.error();
    target = std::move(*value);
    return {};
}

}  // namespace farthing::goods
