#include "api/health.hpp"

namespace farthing::api {
namespace {

/// The body is the response's own: what was in the way may be over when it is sent.
void answer(http::Response& response, int status, std::string word) {
    response.set_status(status)
        .add("Content-Type", "text/plain; charset=utf-8")
        .add("Cache-Control", "no-store")
        .set_body(std::move(word));
}

}  // namespace

void add_health_routes(http::Router& router, std::function<std::string()> obstacle) {
    router.add(
        {.method = http::Method::get,
         .pattern = "/healthz",
         .handler = http::ImmediateHandler([](http::Request const&, http::Response& response) {
             answer(response, 200, "ok\n");
         })});
    router.add(
        {.method = http::Method::get,
         .pattern = "/readyz",
         .handler = http::ImmediateHandler([obstacle = std::move(obstacle)](
                                               http::Request const&, http::Response& response) {
             auto const word = obstacle();
             word.empty() ? answer(response, 200, "ready\n") : answer(response, 503, word + "\n");
         })});
}

}  // namespace farthing::api
