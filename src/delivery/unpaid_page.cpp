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
:root { font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  color: CanvasText; background: Canvas; }
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
#lumens, details { font-size: .95rem; }
#lumens { margin-top: 1.5rem; color: color-mix(in srgb, CanvasText 75%, Canvas); }
details { margin-top: 1.5rem; }
summary { cursor: pointer; }
details p { margin: .75rem 0; }
input { box-sizing: border-box; width: 100%; margin: .5rem 0; padding: .5rem; font: inherit; }
details button { background: Canvas; color: CanvasText; font-weight: 400; }
[hidden] { display: none; }
</style>
</head>
<body>
<main>
)";

/// What the buttons do. Nothing of the item stands in it, so that its hash is always the same.
///
/// One press pays: it brings the widget, and presses the widget's own button once that is there and
/// asks for the price that the reader saw. Who has paid already presses the other button, which
/// only brings the widget.
constexpr std::string_view kScript = R"(
const part = (id) => document.getElementById(id);
const place = part('place');
const pay = part('pay');
const show = (shown) => document.querySelectorAll('.offer').forEach((one) => {
  one.hidden = !shown;
});
let pays = false;
show(true);
document.addEventListener('farthing:state', ({ detail }) => {
  const title = part('title');
  title.hidden = detail.state !== 'unlocked';
  if (detail.title && !place.dataset.spTitle) document.title = title.textContent = detail.title;
  if (detail.state === 'failed') pays = false;
  if (detail.state !== 'ready' || !pays) return;
  pays = false;
  if (detail.price !== pay.dataset.price) return;
  setTimeout(() => place.shadowRoot.querySelector('button').click());
});
function start() {
  const query = new URLSearchParams(location.search);
  query.delete('paymentReceipt');
  query.delete('paymentCert');
  const rest = String(query);
  const { pathname } = new URL(place.dataset.way, location.href);
  place.setAttribute('data-sp-src', pathname + (rest ? '?' + rest : ''));
  place.className = place.dataset.kind;
  const script = document.createElement('script');
  script.src = pay.dataset.widget;
  script.addEventListener('error', () => {
    part('trouble').textContent = 'The payment server cannot be reached. Try again in a moment.';
    script.remove();
    show(true);
  });
  part('trouble').textContent = '';
  document.head.append(script);
  show(false);
}
pay.addEventListener('click', () => {
  pays = true;
  start();
});
part('owned').addEventListener('click', () => {
  pays = false;
  start();
});
)";

constexpr std::string_view kOwned =
    R"(<p>Your wallet opens what it has bought, and does not pay again.</p>
<p class="offer" hidden><button id="owned" type="button">Open it with my wallet</button></p>
<p>Was it in another browser? The button brings a wallet to the bottom of this page; there,
&ldquo;Back up&rdquo; takes the recovery words of the other one.</p>
)";

constexpr std::string_view kReceiptField =
    R"(>
<label>A receipt, if you were given one<input name="paymentReceipt" autocomplete="off" )"
    R"(spellcheck="false" required></label>
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

/// `<p class="offer">`: what is there for as long as nothing is bought. `more` are attributes.
std::string paragraph(std::string_view html, std::string_view more = {}) {
    return std::string("<p class=\"offer\"").append(more).append(">").append(html) + "</p>\n";
}

std::string price_of(Item const& item) {
    return item.price > base::Stroops() ? base::to_lumens(item.price) + " XLM" : std::string();
}

/// The placeholder that the widget fills, once it is there.
std::string place(Item const& item, std::string_view way) {
    auto const type = escaped(type_for_reader(item));
    std::string html = R"(<div id="place" data-kind=")";
    html.append(placeholder_class(type)).append(R"(" data-sp-type=")").append(type);
    // Paid HTML would else become part of this page, and of its origin.
    if (item.is_sandboxed) html += R"(" data-sp-sandbox="true)";
    html += R"(" data-way=")" + escaped(way);
    html += R"(" data-sp-id=")" + escaped(item.good_id) + R"(" data-sp-title=")" +
            escaped(item.title) + "\"></div>\n";
    return html;
}

std::string offer(Item const& item, std::string_view way) {
    auto const price = price_of(item);
    auto html = paragraph(
        "You pay this once, from a wallet that opens on this page. No account, no subscription.");
    html += R"(<p class="offer" hidden><button id="pay" type="button" data-widget=")";
    html += escaped(item.platform) + R"(/satoshipay.js" data-price=")" +
            (price.empty() ? "" : base::to_lumens(item.price)) + "\">";
    html += (price.empty() ? "Pay for it" : "Pay " + price) + "</button></p>\n";
    html += place(item, way) + "<p id=\"trouble\" role=\"status\"></p>\n";
    html += "<noscript><p>Paying needs JavaScript.</p></noscript>\n";
    html += paragraph(
        item.platform.ends_with("/testnet")
            ? "XLM, lumens, are the money of the Stellar network. This is its test network: your "
              "wallet gets play money by itself."
            : "XLM, lumens, are the money of the Stellar network. You fill your wallet from any "
              "exchange or other wallet that has some.",
        " id=\"lumens\"");
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

/// For who has paid already: in this browser, or with a receipt in hand.
std::string owned(Item const& item, std::string_view query, std::string_view way) {
    std::string html = R"(<details class="offer"><summary>I have paid already</summary>)";
    html += "\n";
    if (can_sell(item)) html += kOwned;
    html += R"(<form method="get")";
    if (!way.empty()) html += " action=\"" + escaped(way) + "\"";
    return html.append(kReceiptField).append(kept_query(query)).append(kEnd);
}

}  // namespace

std::string unpaid_page(Item const& item, Decision decision, std::string_view query,
                        std::string_view way) {
    auto const title = item.title.empty() ? std::string("Paid content") : escaped(item.title);
    std::string page(kHead);
    page += title;
    page += kStyle;
    page += "<h1 id=\"title\">" + title + "</h1>\n";
    if (auto const price = price_of(item); !price.empty())
        page += "<p class=\"price offer\">" + price + "</p>\n";
    if (auto const words = reader_words(decision); !words.empty())
        page += paragraph(words, " role=\"alert\"");
    if (can_sell(item))
        page += offer(item, way);
    else
        page += paragraph("This costs money. Pay for it on the page that brought you here.");
    page += owned(item, query, way);
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
