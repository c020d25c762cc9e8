// Files of goods from whoever wrote them: each is read or refused with lines that it has, and what
// is read of it are goods that a store may have.

#include "app/import_file.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "base/testing.hpp"

using namespace farthing;

namespace {

void check(app::ImportFile const& file, std::string_view text) {
    auto const lines = 1 + static_cast<std::size_t>(std::ranges::count(text, '\n'));
    for (auto const& [line, message] : file.faults) base::ensure(line <= lines && !message.empty());
    for (auto const& [line, good] : file.goods) {
        base::ensure(line >= 1 && line <= lines);
        base::ensure(good.description.price > base::Stroops());
        base::ensure(!good.description.shared_secret.empty() && !good.description.title.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    base::SeededRandom random;
    check(app::parse_csv_goods(text, random), text);
    check(app::parse_json_goods(text, random), text);
    return 0;
}
