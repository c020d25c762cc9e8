// Text that somebody wants explained: whatever is in it, it becomes JSON or is refused in one line.

#include "horizon/inspection.hpp"

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "horizon/pretty.hpp"
#include "horizon/strkey_explanation.hpp"
#include "stellar/network.hpp"

using namespace farthing;

namespace {

void check(base::Result<base::json::object> const& said) {
    if (said)
        base::ensure(*base::parse_json(horizon::pretty(*said)) == *said);
    else
        base::ensure(!said.error().message.empty() &&
                     said.error().message.find('\n') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    check(horizon::inspect(text, stellar::kTestnetPassphrase));
    check(horizon::explain_strkey(text));
    return 0;
}
