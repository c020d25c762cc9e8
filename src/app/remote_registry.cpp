#include "app/remote_registry.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "app/await_answer.hpp"
#include "app/good_input.hpp"
#include "base/encoding.hpp"
#include "http/request.hpp"
#include "http/url.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;
using base::Errc;
using base::fail;
using base::JsonReader;
using base::Result;

constexpr std::string_view kApi = "/testnet/v2";
constexpr std::size_t kListBytes = 256UL * 1024 * 1024;
constexpr std::chrono::seconds kTimeout(60);
constexpr std::size_t kGoodsInPage = 1'000;
/// So that also the largest goods fit into a batch's body of 8 MiB.
constexpr std::size_t kGoodsInBatch = 500;

std::string api_url(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    auto const parsed = http::parse_url(url);
    if (!parsed || parsed->target.find('?') != std::string::npos)
        throw std::runtime_error("--server must be an address such as https://pay.example.org");
    return parsed->target == "/" ? url + std::string(kApi) : url;
}

/// The sentence of an error object, or what there is instead.
std::string message_of(json::value const& body, std::int64_t status) {
    auto const* object = body.if_object();
    auto const* message = object != nullptr ? object->if_contains("message") : nullptr;
    if (message != nullptr && message->is_string()) return std::string(message->get_string());
    return "it answered " + std::to_string(status);
}

Errc code_of(int status) {
    if (status == 401) return Errc::unauthorized;
    if (status == 404) return Errc::not_found;
    return status >= 500 || status == 429 ? Errc::unavailable : Errc::invalid_request;
}

json::object to_request(GoodsRegistry::Put const& put) {
    return {{"method", put.id ? "PUT" : "POST"},
            {"path", put.id ? "/goods/" + put.id->text() : "/goods"},
            {"body", to_fields(put.description)}};
}

/// The outcome of one request of a batch.
GoodsRegistry::Outcome read_response(json::value const& response) {
    auto reader = JsonReader::of(response, "the answer");
    if (!reader) return reader.error();
    auto const status = reader->integer("status");
    if (!status) return status.error();
    auto const* body = reader->raw("body");
    if (body == nullptr) return fail(Errc::unavailable, "an answer without a body");
    if (*status == 200) return read_listed_good(*body);
    return fail(code_of(static_cast<int>(*status)), message_of(*body, *status));
}

}  // namespace

RemoteRegistry::RemoteRegistry(Runtime& runtime, Options const& options)
    : client_(runtime.client()),
      url_(api_url(options.url)),
      authorization_("Basic " + base::to_base64(base::as_bytes(
                                    options.key + ":" + std::string(options.secret.reveal())))) {}

http::ClientRequest RemoteRegistry::request(http::Method method, std::string const& path) const {
    return {.method = method,
            .url = url_ + path,
            .fields = {{"Authorization", std::string(authorization_.reveal())},
                       {"Accept", "application/json"}},
            .timeout = kTimeout};
}

Result<json::value> RemoteRegistry::read(Result<http::ClientResponse> const& answer) const {
    if (!answer)
        return fail(answer.error().code, url_ + " cannot be asked (" + answer.error().message +
                                             "); is farthing serve running there?");
    if (answer->status == 401)
        return fail(Errc::unauthorized,
                    url_ +
                        " does not know this API key with this secret: one of them is mistyped, or "
                        "they are of a store of another server or network; farthing store create "
                        "printed both");
    auto value = base::parse_json(answer->body);
    if (answer->status != 200)
        return fail(code_of(answer->status),
                    url_ + ": " + message_of(value ? *value : json::value(), answer->status));
    if (!value) return fail(Errc::unavailable, url_ + " answers with something that is no JSON");
    return value;
}

GoodsRegistry::Outcome RemoteRegistry::read_good(Result<http::ClientResponse> const& answer) const {
    auto const value = read(answer);
    if (!value) return value.error();
    auto good = read_listed_good(*value);
    if (good) good->etag = answer->field("ETag");
    return good;
}

std::vector<ListedGood> RemoteRegistry::list() {
    std::vector<ListedGood> goods;
    for (std::optional<goods::GoodId> last;;) {
        auto const page = list_page(last ? "&cursor=" + last->text() : "");
        for (auto const& element : page) {
            auto good = read_listed_good(element);
            if (!good)
                throw std::runtime_error(url_ + " lists what is no good: " + good.error().message);
            goods.push_back(std::move(*good));
        }
        // A server without pages has sent all.
        if (page.size() != kGoodsInPage) return goods;
        if (last && goods.back().id <= *last)
            throw std::runtime_error(url_ + " heeds no cursor, and sends the same goods again");
        last = goods.back().id;
    }
}

json::array RemoteRegistry::list_page(std::string const& cursor) {
    auto request =
        this->request(http::Method::get, "/goods?limit=" + std::to_string(kGoodsInPage) + cursor);
    request.body_limit = kListBytes;
    auto value = read(await_answer(client_, std::move(request)));
    if (!value) throw std::runtime_error(value.error().message);
    if (!value->is_array())
        throw std::runtime_error(url_ + " answers with something that is no list");
    return std::move(value->get_array());
}

GoodsRegistry::Outcome RemoteRegistry::find(goods::GoodId const& id) {
    return read_good(await_answer(client_, request(http::Method::get, "/goods/" + id.text())));
}

GoodsRegistry::Outcome RemoteRegistry::remove(goods::GoodId const& id) {
    return read_good(await_answer(client_, request(http::Method::delete_, "/goods/" + id.text())));
}

Result<json::array> RemoteRegistry::send_batch(std::span<Put const> puts) {
    json::array requests;
    for (auto const& put : puts) requests.push_back(to_request(put));
    auto request = this->request(http::Method::post, "/batch");
    request.fields.emplace_back("Content-Type", "application/json");
    request.body = json::serialize(json::object{{"requests", std::move(requests)}});
    request.body_limit = kListBytes;
    auto const answer = await_answer(client_, std::move(request));
    take_warnings(answer);
    auto const value = read(answer);
    if (!value) return value.error();
    auto reader = JsonReader::of(*value, "the answer to a batch");
    if (!reader) return reader.error();
    auto const responses = reader->array("responses");
    if (!responses) return responses.error();
    if ((*responses)->size() != puts.size())
        return fail(Errc::unavailable, url_ + " did not answer every request of a batch");
    return **responses;
}

/// What a batch as a whole is refused for, all its goods are.
std::vector<GoodsRegistry::Outcome> RemoteRegistry::put_batch(std::span<Put const> puts) {
    auto const responses = send_batch(puts);
    std::vector<Outcome> outcomes;
    outcomes.reserve(puts.size());
    for (std::size_t i = 0; i < puts.size(); ++i)
        outcomes.push_back(responses ? read_response((*responses)[i]) : Outcome(responses.error()));
    return outcomes;
}

/// A request of its own, since only then does the server say what it warns of.
GoodsRegistry::Outcome RemoteRegistry::put_one(Put const& put) {
    auto request = this->request(put.id ? http::Method::put : http::Method::post,
                                 put.id ? "/goods/" + put.id->text() : "/goods");
    request.fields.emplace_back("Content-Type", "application/json");
    if (!put.etag.empty()) request.fields.emplace_back("If-Match", put.etag);
    request.body = json::serialize(to_fields(put.description));
    auto const answer = await_answer(client_, std::move(request));
    take_warnings(answer);
    return read_good(answer);
}

std::vector<GoodsRegistry::Outcome> RemoteRegistry::put(std::vector<Put> const& puts,
                                                        Progress const& progress) {
    if (puts.size() == 1) return {put_one(puts.front())};
    std::vector<Outcome> outcomes;
    while (outcomes.size() < puts.size()) {
        auto const rest = std::span(puts).subspan(outcomes.size());
        for (auto& outcome : put_batch(rest.first(std::min(rest.size(), kGoodsInBatch))))
            outcomes.push_back(std::move(outcome));
        progress(outcomes.size());
    }
    return outcomes;
}

/// `199 farthing "text"` (RFC 7234 section 5.5).
void RemoteRegistry::take_warnings(Result<http::ClientResponse> const& answer) {
    if (!answer) return;
    for (auto const& [name, value] : answer->fields) {
        if (!http::equal_ignoring_case(name, "Warning")) continue;
        auto const begin = value.find('"');
        auto const end = value.rfind('"');
        warn(begin < end ? value.substr(begin + 1, end - begin - 1) : value);
    }
}

}  // namespace farthing::app
