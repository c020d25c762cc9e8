// Lists of goods from whoever wrote them: each is refused in a sentence that names the file, or
// every good in it has what a publisher needs to sell it.

#include "app/goods_file.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "base/ids.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const goods = app::parse_goods_file(base::as_text({data, size}), "goods.toml");
    if (!goods) {
        base::ensure(goods.error().message.starts_with("goods.toml"));
        return 0;
    }
    for (auto const& [path, item] : *goods) {
        base::ensure(path.starts_with('/') && path.find("..") == path.npos);
        base::ensure(path.find_first_of("%?#{} ") == path.npos);
        base::ensure(base::is_hex_id_text(item.good_id) && item.price > base::Stroops());
        base::ensure(!item.file.empty() && !item.shared_secret.reveal().empty());
    }
    return 0;
}
