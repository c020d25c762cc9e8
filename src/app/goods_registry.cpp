#include "app/goods_registry.hpp"

#include <boost/json/serialize.hpp>

#include "goods/good_json.hpp"

namespace farthing::app {

base::Result<ListedGood> read_listed_good(base::json::value const& good) {
    auto json = base::json::serialize(good);
    auto reader = base::JsonReader::of(good, "the good");
    if (!reader) return reader.error();
    auto const text = reader->text("id");
    if (!text) return text.error();
    auto id = goods::GoodId::parse(*text);
    if (!id) return id.error();
    auto description = goods::parse_description(json);
    if (!description) return description.error();
    return ListedGood{
        .id = std::move(*id), .description = std::move(*description), .json = std::move(json)};
}

}  // namespace farthing::app
