#include "delivery/stored_file.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "http/conditional.hpp"
#include "http/errors.hpp"
#include "http/json_text.hpp"
#include "http/ranges.hpp"

namespace farthing::delivery {
namespace {

/// The longest `bytes <first>-<last>/<size>`.
using RangeText = std::array<char, 80>;

std::string_view content_range(RangeText& text, http::ByteRange const& range, std::uint64_t size) {
    auto const length =
        std::snprintf(text.data(), text.size(), "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
                      range.first, range.first + range.length - 1, size);
    return {text.data(), static_cast<std::size_t>(length)};
}

/// A date of the second in which the answer is made may stand for two versions of the file, so that
/// only older ones are strong validators (RFC 9110 section 8.8.2.2).
bool if_range_holds(std::string_view field, StoredFile const& stored, base::Timestamp now) {
    bool const strong = stored.modified + std::chrono::seconds(1) <= now;
    return http::if_range_holds(field, stored.etag, strong ? stored.last_modified : "");
}

http::Ranges wanted_ranges(http::Request const& request, StoredFile const& stored,
                           base::Timestamp now) {
    if (request.method != http::Method::get) return {};  // RFC 9110 section 14.2.
    auto const range = request.field("Range");
    auto const if_range = request.field("If-Range");
    if (!range || (if_range && !if_range_holds(*if_range, stored, now))) return {};
    return http::parse_ranges(*range, stored.size());
}

http::Body part_of(StoredFile const& stored, http::ByteRange const& range) {
    if (stored.content == nullptr)
        return http::FileSlice{.file = stored.file, .offset = range.first, .length = range.length};
    auto const text = std::string_view(*stored.content);
    return http::SharedText{.owner = stored.content,
                            .text = text.substr(range.first, range.length)};
}

std::string make_boundary(StoredFile const& stored, std::string_view seed) {
    auto const digest = base::sha256({base::as_bytes(seed), base::as_bytes(stored.etag)});
    return base::to_hex(base::ByteView(digest).first(16));
}

std::string part_head(std::string_view boundary, std::string_view media_type,
                      std::string_view range) {
    std::string head = "\r\n--";
    head.append(boundary).append("\r\nContent-Type: ").append(media_type);
    return head.append("\r\nContent-Range: ").append(range).append("\r\n\r\n");
}

/// multipart/byteranges (RFC 9110 section 14.6).
void send_parts(StoredFile const& stored, http::Ranges const& ranges,
                Presentation const& presentation, http::Response& response) {
    auto const boundary = make_boundary(stored, presentation.boundary_seed);
    response.add("Content-Type", "multipart/byteranges; boundary=" + boundary);
    std::string text;
    http::FileParts parts;
    for (auto const& range : ranges.list) {
        RangeText range_text;
        auto const said = content_range(range_text, range, stored.size());
        auto head = part_head(boundary, presentation.media_type, said);
        if (stored.content != nullptr)
            text.append(head).append(*stored.content, range.first, range.length);
        else
            parts.parts.push_back(
                {.head = std::move(head),
                 .slice = {.file = stored.file, .offset = range.first, .length = range.length}});
    }
    auto end = "\r\n--" + boundary + "--\r\n";
    if (stored.content != nullptr) {
        response.set_body(text + end);
    } else {
        parts.end = std::move(end);
        response.set_body(std::move(parts));
    }
}

void send_ranges(StoredFile const& stored, http::Ranges const& ranges,
                 Presentation const& presentation, http::Response& response) {
    response.set_status(206);
    if (ranges.list.size() > 1) {
        send_parts(stored, ranges, presentation, response);
        for (auto const* name : {"Cache-Control", "Content-Security-Policy"})
            if (auto const value = presentation.fields.field(name); !value.empty())
                response.add(name, value);
        return;
    }
    RangeText text;
    response.add(presentation.fields)
        .add("Content-Range", content_range(text, ranges.list[0], stored.size()))
        .set_body(part_of(stored, ranges.list[0]));
}

}  // namespace

void complete(StoredFile& stored) {
    stored.last_modified = base::to_http_date(stored.modified);
    stored.fields.clear();
    stored.fields.add("ETag", stored.etag)
        .add("Last-Modified", stored.last_modified)
        .add("Accept-Ranges", "bytes");
}

std::string json_content(std::string_view text) {
    std::string json = "{\"content\":";
    http::append_json_text(json, text);
    return json + "}";
}

void send_file(http::Request const& request, StoredFile const& stored, base::Timestamp now,
               Presentation const& presentation, http::Response& response) {
    if (!stored.handed_over.empty()) {
        response.add(presentation.fields).add("X-Accel-Redirect", stored.handed_over);
        return;
    }
    switch (http::check_preconditions(request, stored.etag, stored.modified)) {
        case http::Precondition::holds:
            break;
        case http::Precondition::not_modified:
            response.set_status(304).add(stored.fields);
            response.add("Cache-Control", presentation.fields.field("Cache-Control"));
            return;
        case http::Precondition::failed:
            response.add("Cache-Control", "no-store");
            return http::set_error(response, 412, "the file is not the one that you mean");
    }
    auto const ranges = wanted_ranges(request, stored, now);
    if (ranges.kind == http::Ranges::Kind::unsatisfiable) {
        response.add("Content-Range", "bytes */" + std::to_string(stored.size()))
            .add("Cache-Control", "no-store");
        return http::set_error(response, 416, "the range lies beyond the end of the file");
    }
    response.add(stored.fields);
    if (ranges.kind == http::Ranges::Kind::partial)
        return send_ranges(stored, ranges, presentation, response);
    response.add(presentation.fields)
        .set_body(part_of(stored, {.first = 0, .length = stored.size()}));
}

}  // namespace farthing::delivery
