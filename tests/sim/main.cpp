// The payment engine in a simulated world: real code and real SQLite, and everything else from a
// seed.
//
// usage: sim --seed N [--steps M]        one seed
//        sim --seeds A..B [--steps M]    many
//        sim --crash-points N [--story S]   short stories, each crashing once at each operation of
//                                           the disk; the first is that of seed S

#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/numbers.hpp"
#include "simulation.hpp"

namespace {

using farthing::sim::Loss;
using farthing::sim::Outcome;
using farthing::sim::Scenario;
using farthing::sim::Simulation;

struct Options {
    std::uint64_t first = 1;
    std::uint64_t last = 0;
    std::uint64_t steps = 2'000;
    std::uint64_t crash_points = 0;
    std::uint64_t story = 1;
};

std::uint64_t number(std::string_view text) {
    auto const parsed = farthing::base::parse_int<std::uint64_t>(text);
    if (parsed) return *parsed;
    std::fprintf(stderr, "sim: a number is expected instead of '%s'\n", std::string(text).c_str());
    std::exit(2);
}

Options parse(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        std::string_view const name = argv[i];
        std::string_view const value = argv[i + 1];
        auto const dots = value.find("..");
        if (name == "--seed") options.first = options.last = number(value);
        if (name == "--steps") options.steps = number(value);
        if (name == "--crash-points") options.crash_points = number(value);
        if (name == "--story") options.story = number(value);
        if (name == "--seeds" && dots != std::string_view::npos) {
            options.first = number(value.substr(0, dots));
            options.last = number(value.substr(dots + 2));
        }
    }
    return options;
}

Scenario running;

void name(std::FILE* out, Scenario const& scenario) {
    std::fprintf(out, "seed %llu, steps %llu", static_cast<unsigned long long>(scenario.seed),
                 static_cast<unsigned long long>(scenario.steps));
    if (scenario.crash_point)
        std::fprintf(out, ", crash at operation %llu (%s)",
                     static_cast<unsigned long long>(scenario.crash_point->operation),
                     std::string(to_text(scenario.crash_point->loss)).c_str());
}

/// The engine's own base::ensure ends the program; that is a finding like any other.
void on_abort(int) {
    std::fflush(stdout);
    name(stderr, running);
    std::fprintf(stderr, ": the engine ended the process\n");
}

Outcome run(Scenario const& scenario) {
    running = scenario;
    return Simulation(scenario).run();
}

/// What all runs came to.
class Tally {
public:
    static constexpr std::uint64_t kToldInFull = 3;

    void add(Scenario const& scenario, Outcome const& outcome) {
        outcome.violation.empty() ? ++passed_ : ++failed_;
        for (auto const& [name, count] : outcome.injected) injected_[name] += count;
        for (auto const& [name, count] : outcome.deeds) deeds_[name] += count;
        looks_ += outcome.totals.looks;
        settled_ += outcome.totals.settled;
        failed_orders_ += outcome.totals.failed;
        if (!outcome.violation.empty()) tell_failure(scenario, outcome);
    }

    /// The exit status. A run in which nothing went wrong has shown nothing.
    int finish() const {
        std::uint64_t faults = 0;
        for (auto const& [name, count] : injected_) {
            std::printf("  %-20s %llu\n", name.c_str(), static_cast<unsigned long long>(count));
            faults += count;
        }
        std::printf("readers:\n");
        for (auto const& [name, count] : deeds_)
            std::printf("  %-20s %llu\n", name.c_str(), static_cast<unsigned long long>(count));
        std::printf("%llu orders settled, %llu failed, %llu looks at all of them\n",
                    static_cast<unsigned long long>(settled_),
                    static_cast<unsigned long long>(failed_orders_),
                    static_cast<unsigned long long>(looks_));
        if (faults == 0 || settled_ == 0) std::printf("nothing was injected or nothing was sold\n");
        std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(passed_),
                    static_cast<unsigned long long>(failed_));
        return failed_ > 0 || faults == 0 || settled_ == 0 ? 1 : 0;
    }

private:
    /// Many runs may fail for one reason: only the first tell their steps.
    void tell_failure(Scenario const& scenario, Outcome const& outcome) const {
        name(stdout, scenario);
        std::printf(": %s\n", outcome.violation.c_str());
        if (failed_ > kToldInFull) return;
        for (auto const& line : outcome.last_steps) std::printf("    %s\n", line.c_str());
        std::fflush(stdout);
    }

    std::uint64_t passed_ = 0, failed_ = 0, looks_ = 0, settled_ = 0, failed_orders_ = 0;
    std::map<std::string, std::uint64_t> injected_;
    std::map<std::string, std::uint64_t> deeds_;
};

/// Each seed is a story of its own: without faults first, to know how long it is, then once for
/// each operation and loss.
void run_crash_points(std::uint64_t story, std::uint64_t points, Tally& tally) {
    constexpr std::uint64_t kSteps = 220;
    for (auto seed = story; points > 0; ++seed) {
        Scenario scenario{.seed = seed, .steps = kSteps, .calm = true};
        auto const length = run(scenario).disk_operations;
        for (std::uint64_t at = 1; at <= length && points > 0; ++at) {
            for (auto const loss : {Loss::keep, Loss::drop, Loss::torn}) {
                if (points == 0) break;
                --points;
                scenario.crash_point = {.operation = at, .loss = loss};
                auto outcome = run(scenario);
                ++outcome.injected["power cut, " + std::string(to_text(loss))];
                tally.add(scenario, outcome);
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGABRT, on_abort);
    auto const options = parse(argc, argv);
    Tally tally;
    for (auto seed = options.first; seed <= options.last; ++seed) {
        Scenario const scenario{.seed = seed, .steps = options.steps};
        tally.add(scenario, run(scenario));
    }
    if (options.crash_points > 0) run_crash_points(options.story, options.crash_points, tally);
    return tally.finish();
}
