// Lists of goods from whoever wrote them: each is refused in a sentence that names the file, or
// every entry in it is either named as wrong or has what a publisher needs to sell it.

#include "app/goods_file.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "base/ids.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const list = app::parse_goods_file(base::as_text({data, size}), "goods.toml");
    if (!list) {
        base::ensure(list.error().message.starts_with("goods.toml"));
        return 0;
    }
    for (auto const& fault : list->faults) base::ensure(fault.starts_with("goods.toml line "));
    for (auto const& [path, item, origin] : list->goods) {
        base::ensure(origin.starts_with("goods.toml line "));
        base::ensure(delivery::is_good_path(path) && path.find("..") != 1);
        base::ensure(base::is_hex_id_text(item.good_id) && item.price > base::Stroops());
        base::ensure(item.file.empty() || delivery::is_good_path("/" + item.file));
        base::ensure(!item.shared_secret.reveal().empty());
    }
    // Must not throw: what is in a header was checked.
    delivery::Catalogue const catalogue(list->goods);
    base::ensure(catalogue.size() == list->goods.size());
    return 0;
}
