#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "goods/good.hpp"

/// The good object of the Digital Goods API, version 1 (2016 to 2017), for the plugins of that
/// time.
///
/// Prices are satoshis, read as sold at the fixed rate (price.hpp); a price may be a text. `secret`
/// and `sharedSecret` are one field: either is read, both are answered. There is no asset and no
/// validity period: what version 2 has set of it stays.
namespace farthing::goods::v1 {

/// Reads the body of POST: price, secret, url and title are required.
base::Result<Description> parse_description(std::string_view body);
/// Reads the body of PUT.
base::Result<Change> parse_replacement(std::string_view body);
/// Reads the body of PATCH: any subset of the fields.
base::Result<Change> parse_change(std::string_view body);

std::string to_json(Good const& good);
std::string to_json(std::vector<Good> const& goods);

}  // namespace farthing::goods::v1
