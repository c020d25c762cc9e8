#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "http/request.hpp"

/// Conditional requests (RFC 9110 sections 8.8.3 and 13). Entity tags are texts as they stand in
/// fields: `"x"` or `W/"x"`.
namespace farthing::http {

/// True for `"..."` and `W/"..."` with characters that a tag may have.
bool is_entity_tag(std::string_view text);

/// Equal and neither weak.
bool strongly_equal(std::string_view a, std::string_view b);
/// Equal, whether weak or not.
bool weakly_equal(std::string_view a, std::string_view b);

/// Whether an If-None-Match field names `current`, compared weakly: then GET and HEAD are answered
/// 304, others 412. An empty `current` means that there is no representation. A broken list matches
/// nothing after its fault.
bool none_match_names(std::string_view field, std::string_view current);

/// Whether an If-Match field names `current`, compared strongly. If not, the answer is 412.
bool match_names(std::string_view field, std::string_view current);

/// The same of all such fields of a request: repeated ones are one list (RFC 9110 section 5.3).
bool none_match_names(Request const& request, std::string_view current);
bool match_names(Request const& request, std::string_view current);

/// Whether an If-Range field still holds, so that Range counts: the same strong tag, or the very
/// text of the Last-Modified field that was sent (which may be empty: then a date never holds).
bool if_range_holds(std::string_view field, std::string_view current,
                    std::string_view last_modified);

/// What a request's conditions say of a representation.
enum class Precondition {
    holds,
    not_modified,  ///< 304: the client has it already.
    failed,        ///< 412: it is not the one that the client means.
};

/// Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in the order of RFC
/// 9110 section 13.2.2, for GET and HEAD. A date that is none counts as not sent.
Precondition check_preconditions(Request const& request, std::string_view etag,
                                 base::Timestamp modified);

}  // namespace farthing::http
