#include "base/failpoint.hpp"

#ifdef FARTHING_FAILPOINTS

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/ensure.hpp"
#include "base/numbers.hpp"

namespace farthing::base {
namespace {

constexpr std::string_view kStop = "stop";

/// What FARTHING_FAILPOINT asks for; without it a name that no place has.
struct Armed {
    std::string name = {};
    std::int64_t passing = 1;
    bool stops = false;
};

/// The text up to the next colon, which is taken off it.
std::string_view take_part(std::string_view& text) {
    auto const part = text.substr(0, text.find(':'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return part;
}

Armed parse(std::string_view text) {
    Armed armed{.name = std::string(take_part(text))};
    ensure(std::find(kFailpoints.begin(), kFailpoints.end(), armed.name) != kFailpoints.end());
    while (!text.empty()) {
        auto const part = take_part(text);
        armed.stops = armed.stops || part == kStop;
        if (part == kStop) continue;
        auto const number = parse_int<std::int64_t>(part);
        ensure(number.has_value() && *number > 0);
        armed.passing = *number;
    }
    return armed;
}

Armed const& armed() {
    static Armed const instance = [] {
        auto const* const text = std::getenv("FARTHING_FAILPOINT");
        return text == nullptr ? Armed() : parse(text);
    }();
    return instance;
}

}  // namespace

void failpoint(FailpointName name) {
    static std::atomic<std::int64_t> passed = 0;
    if (name.text() != armed().name || ++passed != armed().passing) return;
    auto const line = "failpoint " + armed().name + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::raise(armed().stops ? SIGSTOP : SIGKILL);
}

}  // namespace farthing::base

#endif
