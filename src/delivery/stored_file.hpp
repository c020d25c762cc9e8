#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "delivery/item.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace farthing::delivery {

/// Bytes that are ready to be sent, with what caches compare them by.
struct StoredFile {
    std::shared_ptr<http::File const> file = {};
    /// All bytes, when they need not be read from the file: of a small file, and of what is made
    /// from one. Else null.
    std::shared_ptr<std::string const> content = {};
    std::string etag = {};  ///< Strong.
    base::Timestamp modified = {};
    std::string last_modified = {};  ///< The same as an HTTP date.
    http::FieldBlock fields = {};    ///< ETag, Last-Modified and Accept-Ranges.
    /// Where the web server in front finds it (X-Accel-Redirect). Not empty: that server sends it,
    /// and all of the above is its business.
    std::string handed_over = {};

    std::uint64_t size() const { return content ? content->size() : file->size(); }
};

/// Fills in `fields` and `last_modified` from the rest.
void complete(StoredFile& stored);

/// `{"content":"..."}` around a text, as widgets of April 2016 expect it.
std::string json_content(std::string_view text);

/// What is sent for an item, besides the bytes.
struct Presentation {
    http::FieldBlock const& fields;
    std::string_view media_type;
    /// Known to the publisher and the platform only, so that whoever else has a say in a file
    /// cannot put the boundary into it on purpose.
    std::string_view boundary_seed;
};

/// Answers a request for a file that is paid, or free: the whole, a part or several, 304, 412 or
/// 416. RFC 9110 sections 13 and 14.
void send_file(http::Request const& request, StoredFile const& stored, base::Timestamp now,
               Presentation const& presentation, http::Response& response);

}  // namespace farthing::delivery
