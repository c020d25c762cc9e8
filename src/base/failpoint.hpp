#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace farthing::base {

/// All places in the life of a payment at which a test build can be made to die, in the order in
/// which a payment passes them.
inline constexpr auto kFailpoints = std::to_array<std::string_view>({
    "file.created",
    "migration.begin",
    "migration.done",
    "store.before_commit",
    "store.after_commit",
    "channel.recorded",
    "offer.committed",
    "submission.checked",
    "submission.recorded",
    "settlement.submitting",
    "ledger.admitted",
    "ledger.applied",
    "ledger.closed",
    "settlement.submitted",
    "settlement.looked_up",
    "finish.recording",
    "finish.recorded",
    "receipt.sending",
});

/// One of kFailpoints; another name does not compile.
class FailpointName {
public:
    // Implicit, so that a place is one short line. NOLINTNEXTLINE(google-explicit-constructor)
    consteval FailpointName(char const* name) : text_(name) {
        if (std::find(kFailpoints.begin(), kFailpoints.end(), text_) == kFailpoints.end())
            throw "not in kFailpoints";
    }
    constexpr std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

/// Passes a place. In a build with FARTHING_FAILPOINTS (CMake) the environment variable
/// FARTHING_FAILPOINT says at which the program ends, as by SIGKILL, or stops, as by SIGSTOP:
///
///     NAME            the first time
///     NAME:3          the third time
///     NAME:3:stop     stops then, until SIGCONT
///
/// It says so on standard error first. In every other build this is nothing.
#ifdef FARTHING_FAILPOINTS
inline constexpr bool kFailpointsBuilt = true;
void failpoint(FailpointName name);
#else
inline constexpr bool kFailpointsBuilt = false;
inline void failpoint(FailpointName /*name*/) {}
#endif

}  // namespace farthing::base
