#include "delivery/unpaid_page.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "delivery/unpaid.hpp"
#include "http/request.hpp"

namespace farthing::delivery {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>)";

constexpr std::string_view kStyle = R"(</title>
<style>
:root { font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { box-sizing: border-box; width: 100%; max-width: 44rem; padding: 2rem 1.25rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; }
.price { font-size: 1.25rem; font-weight: 600; }
button { padding: .6rem 1.2rem; border: 1px solid CanvasText; border-radius: 6px; font: inherit;
  font-weight: 600; background: CanvasText; color: Canvas; cursor: pointer; }
button:hover { opacity: .85; }
button:focus-visible, input:focus-visible, summary:focus-visible { outline: 2px solid;
  outline-offset: 3px; }
details { margin-top: 2rem; font-size: .95rem; }
summary { cursor: pointer; }
input { box-sizing: border-box; width: 100%; margin: .5rem 0; padding: .5rem; font: inherit; }
details button { background: Canvas; color: CanvasText; font-weight: 400; }
[hidden] { display: none; }
</style>
</head>
<body>
<main>
)";

/// What the button does. Nothing of the item stands in it, so that its hash is always the same.
constexpr std::string_view kScript = R"(
const button = document.getElementById('pay');
button.hidden = false;
button.addEventListener('click', () => {
  const place = document.getElementById('place');
  const query = new URLSearchParams(location.search);
  query.delete('paymentReceipt');
  query.delete('paymentCert');
  const rest = String(query);
  const { pathname } = new URL(place.dataset.way, location.href);
  place.setAttribute('data-sp-src', pathname + (rest ? '?' + rest : ''));
  place.className = place.dataset.kind;
  const script = document.createElement('script');
  script.src = button.dataset.widget;
  script.addEventListener('error', () => {
    document.getElementById('trouble').textContent = 'The payment server cannot be reached. ' +
      'Try again in a moment.';
    script.remove();
    button.hidden = false;
  });
  document.head.append(script);
  button.hidden = true;
});
)";

constexpr std::string_view kFoot = R"(<details>
<summary>I have paid already</summary>
<form method="get")";

constexpr std::string_view kReceiptField = R"(>
<label>Receipt<input name="paymentReceipt" autocomplete="off" spellcheck="false" required></label>
)";

constexpr std::string_view kEnd = R"(<button>Open</button>
</form>
</details>
</main>
)";

/// A longer query is not kept: the page has to stay small.
constexpr std::size_t kMaxKeptQuery = 1'000;

/// Text for HTML, also between quotes.
std::string escaped(std::string_view text) {
    std::string html;
    for (auto const c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            case '\'':
                html += "&#39;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

/// The class of the widget's placeholder for a media type.
std::string_view placeholder_class(std::string_view type) {
    if (type.starts_with("image/")) return "satoshipay-placeholder-image";
    if (type.starts_with("audio/")) return "satoshipay-placeholder-audio";
    if (type.starts_with("video/")) return "satoshipay-placeholder-video";
    if (type.starts_with("text/html") || type.starts_with("text/plain"))
        return "satoshipay-placeholder";
    return "satoshipay-placeholder-download";
}

std::string_view reader_words(Decision decision) {
    if (decision == Decision::expired)
        return "The receipt has expired. Your wallet gives you a new one if you have paid for "
               "longer.";
    if (decision == Decision::shared)
        return "This receipt is in use in too many places. If you have bought this, open your "
               "wallet here, or try again in a minute.";
    if (decision == Decision::unpaid) return "";
    return "The receipt does not open this page.";
}

/// A folder has no type of its own: what is sold is what its index shows.
std::string_view type_for_reader(Item const& item) {
    return media_type(item, item.is_folder ? item.index : item.file);
}

/// The widget needs to know where to pay and for what.
bool can_sell(Item const& item) {
    return !item.platform.empty() && !item.good_id.empty();
}

std::string offer(Item const& item, std::string_view way) {
    auto const type = escaped(type_for_reader(item));
    std::string html = R"(<p><button id="pay" type="button" hidden data-widget=")";
    html += escaped(item.platform) + R"(/satoshipay.js">Pay for it</button></p>)";
    html += R"(<div id="place" data-kind=")";
    html.append(placeholder_class(type)).append(R"(" data-sp-type=")").append(type);
    // Paid HTML would else become part of this page, and of its origin.
    if (item.is_sandboxed) html += R"(" data-sp-sandbox="true)";
    html += R"(" data-way=")" + escaped(way);
    html += R"(" data-sp-id=")" + escaped(item.good_id) + R"(" data-sp-title=")" +
            escaped(item.title) + "\"></div>\n<p id=\"trouble\" role=\"status\"></p>\n";
    html += "<noscript><p>Paying needs JavaScript.</p></noscript>\n";
    return html;
}

/// Fields that keep the request's own query, without proofs, when the form is sent.
std::string kept_query(std::string_view query) {
    std::string fields;
    if (query.size() > kMaxKeptQuery) return fields;
    while (!query.empty()) {
        auto const item = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(item.size() + 1, query.size()));
        auto const equals = std::min(item.find('='), item.size());
        auto const name = http::form_decode(item.substr(0, equals));
        auto const value = http::form_decode(item.substr(std::min(equals + 1, item.size())));
        bool const is_proof = name == "paymentReceipt" || name == "paymentCert";
        if (!name || !value || name->empty() || is_proof) continue;
        fields += R"(<input type="hidden" name=")" + escaped(*name) + R"(" value=")" +
                  escaped(*value) + "\">\n";
    }
    return fields;
}

}  // namespace

std::string unpaid_page(Item const& item, Decision decision, std::string_view query,
                        std::string_view way) {
    auto const title = item.title.empty() ? std::string("Paid content") : escaped(item.title);
    std::string page(kHead);
    page += title;
    page += kStyle;
    page += "<h1>" + title + "</h1>\n";
    if (item.price > base::Stroops())
        page += "<p class=\"price\">" + base::to_lumens(item.price) + " XLM</p>\n";
    if (auto const words = reader_words(decision); !words.empty())
        page.append("<p role=\"alert\">").append(words).append("</p>\n");
    if (!can_sell(item)) {
        page += "<p>This costs money. Pay for it on the page that brought you here.</p>\n";
    } else {
        page +=
            "<p>You pay this once, from a wallet in your browser. No account, no "
            "subscription.</p>\n" +
            offer(item, way);
    }
    page += kFoot;
    if (!way.empty()) page += " action=\"" + escaped(way) + "\"";
    page.append(kReceiptField).append(kept_query(query)).append(kEnd);
    if (can_sell(item)) page.append("<script>").append(kScript).append("</script>\n");
    return page + "</body>\n</html>\n";
}

std::string unpaid_page_policy(Item const& item) {
    std::string policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: blob:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'self'";
    if (!can_sell(item)) return policy;
    auto const hash = base::to_base64(base::sha256(base::as_bytes(kScript)));
    // A source of a policy with a path stands for that file only.
    auto const origin = item.platform.substr(0, item.platform.find('/', 8));
    return policy + "; script-src 'sha256-" + hash + "' " + origin +
           "; connect-src 'self'; media-src 'self' blob:; frame-src 'self' blob: " + origin;
}

}  // namespace farthing::delivery
