#include "rates/scalars.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <vector>

#include "base/json.hpp"
#include "base/limits.hpp"

namespace farthing::rates {
namespace {

namespace json = base::json;

/// No rate stands at a longer one. A text of 64 KiB could else ask for half a gigabyte of them.
constexpr std::size_t kLongestPointer = 256;

/// Remembers where in the document Boost.JSON's parser is, and what text stands there.
class Collector {
public:
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = base::limits::kJsonKeyBytes;
    static constexpr std::size_t max_string_size = json::string::max_size();

    Scalars found;

    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return enter("", false); }
    bool on_object_end(std::size_t, json::error_code&) { return leave(); }
    bool on_array_begin(json::error_code&) { return enter("0", true); }
    bool on_array_end(std::size_t, json::error_code&) { return leave(); }

    bool on_key_part(json::string_view part, std::size_t, json::error_code&) { return add(part); }
    bool on_key(json::string_view part, std::size_t, json::error_code&) {
        add(part);
        path_.back().token = std::exchange(text_, {});
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
        return add(part);
    }
    bool on_string(json::string_view part, std::size_t, json::error_code&) { return take(part); }
    bool on_number_part(json::string_view part, json::error_code&) { return add(part); }
    bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return take(part); }
    bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return take(part); }
    bool on_double(double, json::string_view part, json::error_code&) { return take(part); }
    bool on_bool(bool, json::error_code&) { return step(); }
    bool on_null(json::error_code&) { return step(); }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    struct Level {
        std::string token;
        bool is_array = false;
        std::size_t index = 0;
    };

    bool add(json::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool take(json::string_view part) {
        add(part);
        auto text = std::exchange(text_, {});
        if (auto place = pointer(); place.size() <= kLongestPointer)
            found.insert_or_assign(std::move(place), std::move(text));
        return step();
    }
    bool enter(std::string token, bool is_array) {
        path_.push_back({.token = std::move(token), .is_array = is_array});
        return true;
    }
    bool leave() {
        path_.pop_back();
        return step();
    }
    /// A value is complete: the next one of an array stands one place further.
    bool step() {
        if (!path_.empty() && path_.back().is_array)
            path_.back().token = std::to_string(++path_.back().index);
        return true;
    }
    /// Cut off where it is too long.
    std::string pointer() const {
        std::string pointer;
        for (auto const& level : path_) {
            if (pointer.size() > kLongestPointer) break;
            pointer += '/';
            for (auto const c : level.token)
                pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        }
        return pointer;
    }

    std::vector<Level> path_;
    std::string text_;
};

}  // namespace

base::Result<Scalars> parse_scalars(std::string_view text) {
    if (auto const value = base::parse_json(text); !value) return value.error();
    json::parse_options options;
    options.max_depth = base::limits::kJsonDepth;
    json::basic_parser<Collector> parser(options);
    json::error_code error;
    parser.write_some(false, text.data(), text.size(), error);
    if (error) return base::fail(base::Errc::invalid_request, "the text is not valid JSON");
    return std::move(parser.handler().found);
}

}  // namespace farthing::rates
