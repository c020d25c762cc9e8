#pragma once

#include <chrono>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Drops the answers that were kept for repeated requests (store::AnswersRepository) when their
/// time is over.
class AnswerKeeper {
public:
    struct Needs {
        store::Database& database;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Log& log;
    };

    static constexpr std::chrono::minutes kEvery{10};
    /// In one transaction, so that no other write waits for long.
    static constexpr std::size_t kAtOnce = 500;

    explicit AnswerKeeper(Needs needs) : needs_(needs) {}

    void start();

private:
    void forget();

    Needs needs_;
};

}  // namespace farthing::engine
