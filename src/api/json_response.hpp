#pragma once

#include <string>

#include "http/response.hpp"

/// Answers that no cache may keep.
namespace farthing::api {

http::Response json_response(std::string body, int status = 200);

/// 304: the client has it already.
http::Response not_modified();

}  // namespace farthing::api
