#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "http/route.hpp"

/// Ways to make the embedded ledger misbehave as real networks do, for tests of its clients. There
/// only with `--test-controls`, and only for play money.
namespace farthing::api {

struct HorizonApi;

enum class FaultPlace { submit, read, stream };
enum class FaultKind {
    timeout,  ///< Taken, but the answer is 504.
    drop,     ///< Taken, but the connection is cut instead of an answer.
    delay,    ///< Answered later.
    refuse,   ///< Not taken: 503.
};

struct Fault {
    FaultPlace place;
    FaultKind kind;
    std::uint32_t times = 1;   ///< How often it happens; 0: for ever.
    std::uint32_t one_in = 1;  ///< To one request in so many, by chance.
    std::chrono::milliseconds delay{0};
    std::uint64_t fired = 0;
};

/// The faults that are set. Of the scheduler's thread.
class LedgerControls {
public:
    /// `advance_clock` moves the ledger's clock forward.
    LedgerControls(base::Random& random, std::function<void(std::chrono::seconds)> advance_clock)
        : random_(random), advance_clock_(std::move(advance_clock)) {}

    void add(Fault fault);
    void clear() { faults_.clear(); }
    std::vector<Fault> const& faults() const { return faults_; }
    void advance_clock(std::chrono::seconds by) { advance_clock_(by); }

    /// The fault that a request of this place meets, if any; counts it.
    std::optional<Fault> draw(FaultPlace place);

private:
    base::Random& random_;
    std::function<void(std::chrono::seconds)> advance_clock_;
    std::vector<Fault> faults_;
};

/// The handler, behind the faults that are set; without controls the handler itself.
http::Handler with_faults(HorizonApi const& api, FaultPlace place, http::Handler handler);

/// POST /test/close, POST /test/clock, and GET, POST and DELETE of /test/faults.
void add_ledger_controls(http::Router& router, HorizonApi const& api);

}  // namespace farthing::api
