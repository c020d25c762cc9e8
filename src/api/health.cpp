#include "api/health.hpp"

namespace farthing::api {
namespace {

void answer(http::Response& response, int status, std::string_view word) {
    response.set_status(status)
        .add("Content-Type", "text/plain; charset=utf-8")
        .add("Cache-Control", "no-store")
        .set_body(word);
}

}  // namespace

void add_health_routes(http::Router& router, std::atomic<bool> const& ready) {
    router.add(
        {.method = http::Method::get,
         .pattern = "/healthz",
         .handler = http::ImmediateHandler([](http::Request const&, http::Response& response) {
             answer(response, 200, "ok\n");
         })});
    router.add({.method = http::Method::get,
                .pattern = "/readyz",
                .handler = http::ImmediateHandler([&ready](http::Request const&,
                                                           http::Response& response) {
                    ready ? answer(response, 200, "ready\n") : answer(response, 503, "starting\n");
                })});
}

}  // namespace farthing::api
