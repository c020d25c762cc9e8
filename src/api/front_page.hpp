#pragma once

#include "http/route.hpp"

namespace farthing::api {

/// `/`, for a person who has opened the server's address: a page that says what this is and where
/// to read on, to those who ask for HTML. To programs it is nothing (404), as every path is that
/// leads nowhere. `/docs` leads to the API's documentation.
void add_front_page(http::Router& router);

constexpr std::string_view kNothingHere =
    "there is nothing at this path; /docs/api and /openapi.json name all that there are";

/// Answers for a path that leads nowhere.
void answer_nothing_here(http::Request const& request, http::Response& response);

}  // namespace farthing::api
