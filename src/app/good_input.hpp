#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/random.hpp"
#include "goods/good.hpp"

namespace farthing::app {

/// One good as a file or the command line describes it.
struct GoodInput {
    std::optional<goods::GoodId> id = {};
    goods::Description description = {};
    bool secret_given = false;    ///< Otherwise the secret is a new one.
    bool validity_given = false;  ///< Also when it is given as none.
    // What a publisher's endpoint needs besides; empty when not given.
    std::string file = {};
    std::string path = {};
    std::string content_type = {};
};

/// Reads the fields of the API's good object, all texts as the command line and CSV have them or
/// typed as in JSON, and `file`, `path` and `content_type`. Required are `price` and `title`; of a
/// good with a file the title may be left out, then it is the file's name.
///
/// The price is in stroops, or a text with its unit: `0.0004 XLM`. invalid_request names the field
/// that is wrong; unknown ones are, because a field that is spelt wrongly would be lost.
base::Result<GoodInput> read_good_input(base::json::object fields, base::Random& random);

/// invalid_request when read_good_input knows no such field.
base::Result<void> check_field_name(std::string_view name);

/// The fields as the API wants them from its clients.
base::json::object to_fields(goods::Description const& description);

/// `4000` is in stroops, `0.0004 XLM` in lumens.
base::Result<base::Stroops> parse_price(std::string_view text);

}  // namespace farthing::app
