#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "goods/good.hpp"

namespace farthing::api {

/// How one version of the Digital Goods API reads and writes goods.
struct GoodsVersion {
    std::string_view name;  ///< As in paths: `v2`.
    base::Result<goods::Description> (*parse_description)(std::string_view body);
    base::Result<goods::Change> (*parse_replacement)(std::string_view body);
    base::Result<goods::Change> (*parse_change)(std::string_view body);
    std::string (*to_json)(goods::Good const& good);
    std::string (*list_to_json)(std::vector<goods::Good> const& goods);
};

/// Prices in satoshis, for the plugins of 2016 and 2017.
GoodsVersion const& goods_v1();
GoodsVersion const& goods_v2();

}  // namespace farthing::api
