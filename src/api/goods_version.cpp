#include "api/goods_version.hpp"

#include "goods/good_json.hpp"
#include "goods/good_json_v1.hpp"

namespace farthing::api {

GoodsVersion const& goods_v1() {
    static constexpr GoodsVersion kVersion{.name = "v1",
                                           .parse_description = goods::v1::parse_description,
                                           .parse_replacement = goods::v1::parse_replacement,
                                           .parse_change = goods::v1::parse_change,
                                           .to_json = goods::v1::to_json,
                                           .list_to_json = goods::v1::to_json};
    return kVersion;
}

GoodsVersion const& goods_v2() {
    static constexpr GoodsVersion kVersion{.name = "v2",
                                           .parse_description = goods::parse_description,
                                           .parse_replacement = goods::parse_replacement,
                                           .parse_change = goods::parse_change,
                                           .to_json = goods::to_json,
                                           .list_to_json = goods::to_json};
    return kVersion;
}

}  // namespace farthing::api
