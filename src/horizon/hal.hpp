#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "horizon/paging.hpp"

/// The HAL envelope of Horizon's JSON. `base_url` is the server's address without a slash at its
/// end.
namespace farthing::horizon {

namespace json = base::json;

/// `{"href": ...}`, with `"templated": true` when the path is a template.
json::object link(std::string_view base_url, std::string_view path);

/// As link(), for a list: the path with `{?cursor,limit,order}`.
json::object list_link(std::string_view base_url, std::string_view path);

/// One page of a list.
struct Page {
    std::string path;  ///< From the root, without query.
    PageQuery query;
    /// Other parameters of the request that its neighbours keep, as `key=value`.
    std::vector<std::string> filters = {};
    /// Each with its `paging_token`.
    std::vector<json::object> records = {};
};

/// `_links` to this page, the next and the previous one, and `_embedded.records`. The previous page
/// is the list in the other direction from the first record; both neighbours of an empty page keep
/// its cursor.
json::object to_json(Page const& page, std::string_view base_url);

}  // namespace farthing::horizon
