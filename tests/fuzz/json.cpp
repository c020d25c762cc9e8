// JSON from anybody: what parses is written and parsed again to the same value.

#include <boost/json/serialize.hpp>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "base/json.hpp"

using namespace farthing;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const value = base::parse_json(base::as_text({data, size}));
    if (!value) return 0;
    auto const again = base::parse_json(base::json::serialize(*value));
    base::ensure(again.has_value());
    return 0;
}
