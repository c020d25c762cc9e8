#include "api/rates.hpp"

#include <limits>

#include "goods/price.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

using base::Errc;
using base::fail;
using base::Result;
using http::Request;
using http::Response;
using rates::Currency;
using rates::KnownRate;

/// What a bitcoin's worth of satoshis is sold at here.
constexpr std::int64_t kLumensPerBitcoin =
    goods::kStroopsPerSatoshi * 100'000'000 / base::Stroops::kPerLumen;
static_assert(rates::Rate::kMax <= std::numeric_limits<std::int64_t>::max() / kLumensPerBitcoin);

// The bodies hold numbers that Boost.JSON cannot write: with the digits of the rate, and no others.

std::string quote_body(Currency const& currency, KnownRate const& known) {
    auto const at = base::to_rfc3339(known.at);
    return R"({"status":{"timestamp":")" + at + R"(","error_code":0,"error_message":null},)" +
           R"("data":{"XLM":{"id":512,"name":"Stellar","symbol":"XLM","slug":"stellar",)" +
           R"("last_updated":")" + at + R"(","quote":{")" + currency.code() + R"(":{"price":)" +
           rates::to_json_number(known.rate.scaled()) + R"(,"last_updated":")" + at +
           R"(","stale":)" + (known.stale ? "true" : "false") + "}}}}}";
}

std::string bitcoin_body(Currency const& currency, KnownRate const& known) {
    return R"({"code":")" + currency.code() + R"(","rate":)" +
           rates::to_json_number(known.rate.scaled() * kLumensPerBitcoin) + R"(,"last_updated":")" +
           base::to_rfc3339(known.at) + R"(","stale":)" + (known.stale ? "true" : "false") + "}";
}

using Write = std::string (*)(Currency const&, KnownRate const&);

void answer(Response& response, Result<Currency> const& currency, engine::RateKeeper const& rates,
            Write write) {
    response.add("Cache-Control", "no-cache");
    if (!currency) return http::set_error(response, currency.error());
    auto const known = rates.look_up(*currency);
    if (!known) return http::set_error(response, known.error());
    response.add("Content-Type", "application/json; charset=utf-8")
        .set_body(write(*currency, *known));
}

/// The one value of a parameter, or `otherwise` when it is not there.
Result<std::string> parameter(Request const& request, std::string_view name,
                              std::string_view otherwise) {
    auto const found = http::query_parameter(request.query, name);
    auto text = http::form_decode(found.count == 0 ? otherwise : found.value);
    if (found.count <= 1 && text) return std::move(*text);
    return fail(Errc::invalid_request,
                "\"" + std::string(name) + "\" must stand in the query once");
}

Result<Currency> quoted_currency(Request const& request) {
    auto const symbol = parameter(request, "symbol", "XLM");
    if (!symbol) return symbol.error();
    if (!http::equal_ignoring_case(*symbol, "XLM"))
        return fail(Errc::invalid_request,
                    "\"symbol\" must be XLM, the only asset with a rate here");
    auto const convert = parameter(request, "convert", "USD");
    if (!convert) return convert.error();
    return Currency::parse(*convert);
}

}  // namespace

void add_rate_routes(http::Router& router, engine::RateKeeper const& rates) {
    auto const add = [&router](std::string pattern, http::ImmediateHandler handler) {
        router.add({.method = http::Method::get,
                    .pattern = std::move(pattern),
                    .handler = std::move(handler),
                    .cross_origin = true});
    };
    for (auto const* prefix : {"", "/testnet", "/staging/testnet"})
        add(prefix + std::string("/coinmarketcap/v1/cryptocurrency/quotes/latest"),
            [&rates](Request const& request, Response& response) {
                answer(response, quoted_currency(request), rates, quote_body);
            });
    add("/api/rates/{currency}", [&rates](Request const& request, Response& response) {
        answer(response, Currency::parse(request.parameter("currency")), rates, bitcoin_body);
    });
}

}  // namespace farthing::api
