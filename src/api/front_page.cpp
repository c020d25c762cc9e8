#include "api/front_page.hpp"

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "delivery/unpaid.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

constexpr std::string_view kStyle = R"(
:root { font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { box-sizing: border-box; width: 100%; max-width: 40rem; padding: 2rem 1.25rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
p, ul { margin: 0 0 1rem; }
ul { padding-left: 1.25rem; }
a { color: inherit; text-underline-offset: .2em; }
a:focus-visible { outline: 2px solid; outline-offset: 3px; }
)";

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Farthing</title>
<style>)";

constexpr std::string_view kBody = R"(</style>
</head>
<body>
<main>
<h1>Farthing, a payment server for digital goods</h1>
<p>This server answers. Readers meet it on the pages of its publishers, where articles, pictures,
songs and films are sold by the piece. It never holds their money: it goes straight to the
publisher.</p>
<ul>
<li><a href="/docs/api">The API and how to use it</a></li>
<li><a href="/openapi.json">The same as an OpenAPI document</a></li>
<li><a href="/healthz">Whether the process answers</a>, and
<a href="/readyz">whether it sells</a></li>
</ul>
</main>
</body>
</html>
)";

std::string policy() {
    auto const hash = base::to_base64(base::sha256(base::as_bytes(kStyle)));
    return "default-src 'none'; style-src 'sha256-" + hash +
           "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

void answer_root(http::Request const& request, http::Response& response) {
    response.add("Vary", "Accept");
    if (!delivery::wants_page(request)) return http::set_error(response, 404, kNothingHere);
    response.set_status(200)
        .add("Content-Type", "text/html; charset=utf-8")
        .add("Content-Security-Policy", policy())
        .add("X-Content-Type-Options", "nosniff")
        .add("Referrer-Policy", "no-referrer")
        .set_body(std::string(kHead).append(kStyle).append(kBody));
}

void lead_to_docs(http::Request const&, http::Response& response) {
    response.set_status(302).add("Location", "/docs/api");
}

}  // namespace

void answer_nothing_here(http::Request const&, http::Response& response) {
    http::set_error(response, 404, kNothingHere);
}

void add_front_page(http::Router& router) {
    router.add({.method = http::Method::get,
                .pattern = "/",
                .handler = http::ImmediateHandler(answer_root),
                .cross_origin = true});
    router.add({.method = http::Method::get,
                .pattern = "/docs",
                .handler = http::ImmediateHandler(lead_to_docs),
                .cross_origin = true});
}

}  // namespace farthing::api
