#include "horizon/hal.hpp"

#include <algorithm>

namespace farthing::horizon {
namespace {

std::string_view token_of(json::object const& record) {
    return record.at("paging_token").as_string();
}

std::string target(Page const& page, std::string_view cursor, Order order) {
    auto parameters = page.filters;
    parameters.push_back("cursor=" + std::string(cursor));
    parameters.push_back("limit=" + std::to_string(page.query.limit));
    parameters.push_back("order=" + std::string(to_text(order)));
    std::ranges::sort(parameters);

    auto text = page.path;
    for (auto const& parameter : parameters) {
        text.push_back(text.size() == page.path.size() ? '?' : '&');
        text.append(parameter);
    }
    return text;
}

}  // namespace

json::object link(std::string_view base_url, std::string_view path) {
    json::object out{{"href", std::string(base_url).append(path)}};
    if (path.find('{') != path.npos) out["templated"] = true;
    return out;
}

json::object list_link(std::string_view base_url, std::string_view path) {
    return link(base_url, std::string(path) + "{?cursor,limit,order}");
}

json::object to_json(Page const& page, std::string_view base_url) {
    auto const& [cursor, order, limit] = page.query;
    auto const& records = page.records;
    auto const last = records.empty() ? std::string_view(cursor) : token_of(records.back());
    auto const first = records.empty() ? std::string_view(cursor) : token_of(records.front());
    auto const link_to = [&](std::string_view from, Order direction) {
        return link(base_url, target(page, from, direction));
    };

    return {{"_links",
             {{"self", link_to(cursor, order)},
              {"next", link_to(last, order)},
              {"prev", link_to(first, reverse(order))}}},
            {"_embedded", {{"records", json::array(records.begin(), records.end())}}}};
}

}  // namespace farthing::horizon
