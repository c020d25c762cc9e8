#include "base/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <vector>

#include "base/limits.hpp"

namespace farthing::base {
namespace {

/// Walks the text once more beside Boost.JSON's own parser, which keeps the last of two equal keys
/// in silence.
class DuplicateFinder {
public:
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = limits::kJsonKeyBytes;
    static constexpr std::size_t max_string_size = json::string::max_size();

    std::string duplicate;

    bool on_object_begin(json::error_code&) {
        keys_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&) {
        keys_.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
        key_.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code& error) {
        key_.append(part.data(), part.size());
        if (keys_.back().insert(key_).second) {
            key_.clear();
            return true;
        }
        duplicate = key_;
        error = json::error::exception;
        return false;
    }

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    /// A number beyond a double would be read as infinity, and written as something else.
    bool on_double(double value, json::string_view, json::error_code& error) {
        if (std::isfinite(value)) return true;
        error = json::error::exponent_overflow;
        return false;
    }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    std::vector<std::set<std::string>> keys_;
    std::string key_;
};

json::parse_options strict() {
    json::parse_options options;
    options.max_depth = limits::kJsonDepth;
    return options;
}

Error bad_json(std::string_view why) {
    return fail(Errc::invalid_request, "the text is not valid JSON: " + std::string(why));
}

std::string quoted(std::string_view key) {
    return "\"" + std::string(key) + "\"";
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
    json::error_code error;
    json::basic_parser<DuplicateFinder> finder(strict());
    auto const read = finder.write_some(false, text.data(), text.size(), error);
    if (!finder.handler().duplicate.empty())
        return fail(Errc::invalid_request,
                    "the key " + quoted(finder.handler().duplicate) +
                        " appears twice in one object; leave one of them out");
    if (text.find_first_not_of(" \t\r\n") == text.npos)
        return fail(Errc::invalid_request, "there is no text, where JSON is wanted");
    if (error) return bad_json(error.message() + " near byte " + std::to_string(read));
    if (text.find_first_not_of(" \t\r\n", read) != text.npos)
        return bad_json("something follows the end near byte " + std::to_string(read));

    auto value = json::parse(text, error, {}, strict());
    if (error) return bad_json(error.message());
    return value;
}

Result<JsonReader> JsonReader::of(json::value const& value, std::string_view what) {
    if (!value.is_object())
        return fail(Errc::invalid_request, std::string(what) + " must be a JSON object");
    return JsonReader(value.get_object(), what);
}

bool JsonReader::has(std::string_view key) const {
    return object_->if_contains(key) != nullptr;
}

json::value const* JsonReader::raw(std::string_view key) {
    read_.emplace(key);
    return object_->if_contains(key);
}

Error JsonReader::missing(std::string_view key, std::string_view expected) const {
    return fail(Errc::invalid_request, quoted(key) + " of " + what_ + " must be " +
                                           std::string(expected) +
                                           (has(key) ? "" : ", but it is missing"));
}

Result<std::string> JsonReader::text(std::string_view key) {
    auto const* value = raw(key);
    if (value == nullptr || !value->is_string()) return missing(key, "a string");
    return std::string(value->get_string());
}

Result<std::optional<std::string>> JsonReader::optional_text(std::string_view key) {
    auto const* value = raw(key);
    if (value == nullptr || value->is_null()) return std::optional<std::string>();
    if (!value->is_string()) return missing(key, "a string");
    return std::optional(std::string(value->get_string()));
}

Result<std::int64_t> JsonReader::integer(std::string_view key) {
    auto const* value = raw(key);
    if (value == nullptr || !value->is_int64()) return missing(key, "an integer");
    return value->get_int64();
}

Result<bool> JsonReader::boolean(std::string_view key) {
    auto const* value = raw(key);
    if (value == nullptr || !value->is_bool()) return missing(key, "true or false");
    return value->get_bool();
}

Result<json::object const*> JsonReader::object(std::string_view key) {
    auto const* value = raw(key);
    if (value == nullptr || !value->is_object()) return missing(key, "an object");
    return &value->get_object();
}

Result<json::array const*> JsonReader::array(std::string_view key) {
    auto const* value = raw(key);
    if (value == nullptr || !value->is_array()) return missing(key, "an array");
    return &value->get_array();
}

Result<void> JsonReader::refuse_unread() const {
    for (auto const& field : *object_)
        if (!read_.contains(std::string_view(field.key())))
            return fail(Errc::invalid_request,
                        "unknown field " + quoted(field.key()) + " in " + what_);
    return {};
}

}  // namespace farthing::base
