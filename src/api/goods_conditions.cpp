#include "api/goods_conditions.hpp"

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "http/conditional.hpp"

namespace farthing::api {
std::string entity_tag(goods::Good const& good) {
    return "\"" + std::to_string(good.revision) + "\"";
}

std::string entity_tag(std::vector<goods::Good> const& goods) {
    constexpr std::size_t kUsualPart = 32;
    std::string all;
    all.reserve(goods.size() * kUsualPart);
    for (auto const& good : goods)
        all.append(good.id.text()).append(std::to_string(good.revision)).append(1, ',');
    return "\"" + base::to_hex(base::sha256(base::as_bytes(all))).substr(0, 32) + "\"";
}

bool is_conditional(http::Request const& request) {
    return request.field("If-Match") || request.field("If-None-Match");
}

base::Result<void> check_conditions(http::Request const& request, goods::Good const& good) {
    auto const tag = entity_tag(good);
    bool const matches = !request.field("If-Match") || http::match_names(request, tag);
    if (matches && !is_known_to_client(request, tag)) return {};
    return base::fail(base::Errc::precondition_failed,
                      "the good is not in the state that the request asks for: its ETag is " + tag +
                          "; read it again");
}

bool is_known_to_client(http::Request const& request, std::string_view tag) {
    return http::none_match_names(request, tag);
}

}  // namespace farthing::api
