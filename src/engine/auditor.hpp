#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "engine/sales_gate.hpp"
#include "payments/finding.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Checks the invariants of the platform's database (store::check_quickly) at the start and every
/// hour, on a reader's thread, and keeps the latch: open as long as no law is broken, closed before
/// the first check and from a breach until a later check finds none. Names every breach in the log.
///
/// A check that finds no room in the reader's queue changes nothing and is tried again; a database
/// that cannot be read closes it.
class Auditor {
public:
    struct Needs {
        store::Database& database;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Log& log;
        SalesLatch& books;
    };

    /// Closes the latch.
    explicit Auditor(Needs needs, std::chrono::milliseconds every = std::chrono::hours(1));

    /// `checked` is called once, after the first check, on the scheduler's thread.
    void start(std::function<void()> checked);

private:
    using Findings = std::vector<payments::Finding>;

    void check();
    void take(base::Result<Findings> const& findings);
    void judge(Findings const& findings);
    void cannot_check(base::Error const& error);
    void tell_first_check();

    Needs needs_;
    std::chrono::milliseconds every_;
    std::function<void()> checked_;
};

}  // namespace farthing::engine
