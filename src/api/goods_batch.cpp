#include "api/goods_batch.hpp"

#include <array>

#include "base/json.hpp"
#include "base/json_parts.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using base::Errc;
using base::fail;
using base::Result;
using http::Method;

struct Resource {
    bool is_good = false;  ///< Else all goods.
    std::string_view id = {};
};

Result<Method> read_method(json::object const& item) {
    static constexpr std::array kMethods{Method::post, Method::put, Method::patch, Method::delete_};
    auto const* value = item.if_contains("method");
    if (value == nullptr || !value->is_string())
        return fail(Errc::invalid_request,
                    "\"method\" must be \"POST\", \"PUT\", \"PATCH\" or \"DELETE\"");
    for (auto const method : kMethods)
        if (http::to_text(method) == std::string_view(value->get_string())) return method;
    return fail(Errc::method_not_allowed,
                "\"method\" of a batch's request must be POST, PUT, PATCH or DELETE");
}

/// Takes `prefix` off the path if whole segments follow.
bool take_prefix(std::string_view& path, std::string_view prefix) {
    if (!path.starts_with(prefix) || !path.substr(prefix.size()).starts_with('/')) return false;
    path.remove_prefix(prefix.size());
    return true;
}

/// `/goods` or `/goods/<id>`, behind the prefix of this version or without it.
Result<Resource> read_path(GoodsApi const& api, GoodsVersion const& version,
                           json::object const& item) {
    auto const* value = item.if_contains("path");
    if (value == nullptr || !value->is_string())
        return fail(Errc::invalid_request, "\"path\" must be \"/goods\" or \"/goods/<id>\"");
    std::string_view path = value->get_string();
    if (!take_prefix(path, goods_prefix(api, version)))
        take_prefix(path, "/" + std::string(version.name));
    if (path.ends_with('/')) path.remove_suffix(1);
    if (path == "/goods") return Resource{};
    if (take_prefix(path, "/goods") && path.find('/', 1) == path.npos)
        return Resource{.is_good = true, .id = path.substr(1)};
    return fail(Errc::not_found, "\"path\" of a batch's request must be /goods or /goods/<id>");
}

Result<GoodsWrite> read_request(GoodsApi const& api, GoodsVersion const& version,
                                json::value const& value, std::string_view text) {
    if (!value.is_object())
        return fail(Errc::invalid_request,
                    "a batch's request must be an object with \"method\", \"path\" and \"body\"");
    auto const& item = value.get_object();
    auto const method = read_method(item);
    if (!method) return method.error();
    auto const resource = read_path(api, version, item);
    if (!resource) return resource.error();
    if (resource->is_good == (*method == Method::post))
        return fail(Errc::method_not_allowed,
                    resource->is_good ? "/goods/<id> takes PUT, PATCH and DELETE in a batch"
                                      : "/goods takes POST in a batch");
    auto const body = base::part_of(item, base::json_parts(text), "body");
    if (body.empty() && *method != Method::delete_)
        return fail(Errc::invalid_request, "\"body\" is missing; it must be the good, {...}");
    return read_write(version, *method, resource->id, body);
}

void append_answer(std::string& out, GoodsCall const& call, Result<WrittenGood> const& written) {
    auto const status = written ? 200 : http::status_of(written.error().code);
    out += "{\"status\":" + std::to_string(status) + ",\"body\":";
    out += written ? call.version.to_json(written->good)
                   : http::error_body(status, written.error().message);
    out += '}';
}

/// The goods whose secrets protect badly, of which some are named. One is named as often as it is
/// written.
struct Warned {
    static constexpr std::size_t kNamed = 20;

    std::size_t count = 0;
    std::string names = {};

    void add(goods::GoodId const& id) {
        if (++count > kNamed) return;
        names += (count > 1 ? ", " : "") + id.text();
    }
    std::string text() const {
        if (count == 1)
            return "the shared secret of good " + names +
                   " protects badly; GET it, and the answer says why";
        auto const others =
            count > kNamed ? " and " + std::to_string(count - kNamed) + " more" : std::string();
        return "the shared secrets of goods " + names + others +
               " protect badly; GET each, and the answer says why";
    }
};

Result<Batch> read_requests(GoodsApi const& api, GoodsVersion const& version,
                            json::array const& requests, std::string_view text) {
    auto const texts = base::json_parts(text);
    Batch batch;
    batch.reserve(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i)
        batch.push_back(read_request(api, version, requests[i], texts.at(i)));
    return batch;
}

}  // namespace

Result<Batch> read_batch(http::Request const& request, GoodsApi const& api,
                         GoodsVersion const& version) {
    if (auto const json = expect_json(request); !json) return json.error();
    auto const value = base::parse_json(request.body);
    if (!value) return value.error();
    auto reader = base::JsonReader::of(*value, "the batch");
    if (!reader) return reader.error();
    auto const requests = reader->array("requests");
    if (!requests) return requests.error();
    if ((*requests)->size() > kBatchRequests)
        return fail(Errc::invalid_request, "\"requests\" must be at most " +
                                               std::to_string(kBatchRequests) + "; send several");
    auto const text =
        base::part_of(value->get_object(), base::json_parts(request.body), "requests");
    return read_requests(api, version, **requests, text);
}

/// None needs a savepoint of its own, which costs as much as the writing: what is refused has
/// written nothing (write_good).
http::Response run_batch(GoodsCall const& call, Batch const& batch) {
    std::string out = "{\"responses\":[";
    Warned warned;
    for (auto const& write : batch) {
        if (&write != &batch.front()) out += ',';
        auto const written = write ? write_good(call, *write) : write.error();
        append_answer(out, call, written);
        if (written && !written->warnings.empty()) warned.add(written->good.id);
    }
    auto response = json_response(out + "]}");
    if (warned.count > 0) add_warning(response, warned.text());
    return response;
}

}  // namespace farthing::api
