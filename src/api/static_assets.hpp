#pragma once

#include <string>
#include <string_view>

#include "http/route.hpp"

namespace farthing::api {

/// A file that is part of the program. Everything must outlive the router.
struct StaticAsset {
    std::string_view content;
    std::string_view content_type;
    std::string_view etag;  ///< Quoted.
    /// Empty: none is sent.
    std::string_view content_security_policy = {};
};

/// Serves the asset at `path` to any page, with revalidation by its entity tag.
void add_static_asset(http::Router& router, std::string const& path, StaticAsset const& asset);

}  // namespace farthing::api
