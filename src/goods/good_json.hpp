#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "goods/good.hpp"

/// The good object of the Digital Goods API, version 2.
namespace farthing::goods {

/// Reads the body of POST: price, asset, sharedSecret, url and title are required.
base::Result<Description> parse_description(std::string_view body);

/// Reads the body of PUT, which has the same fields; what it leaves out is cleared.
base::Result<Change> parse_replacement(std::string_view body);

/// Reads the body of PATCH: any subset of the fields. A purchaseValidityPeriod of null clears it.
base::Result<Change> parse_change(std::string_view body);

std::string to_json(Good const& good);
std::string to_json(std::vector<Good> const& goods);

}  // namespace farthing::goods
