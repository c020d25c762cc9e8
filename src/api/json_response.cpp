#include "api/json_response.hpp"

namespace farthing::api {

http::Response json_response(std::string body, int status) {
    http::Response response(status);
    response.add("Content-Type", "application/json; charset=utf-8")
        .add("Cache-Control", "no-store");
    response.set_body(std::move(body));
    return response;
}

http::Response not_modified() {
    http::Response response(304);
    response.add("Cache-Control", "no-store");
    return response;
}

}  // namespace farthing::api
