#include "engine/auditor.hpp"

#include <algorithm>
#include <utility>

#include "store/invariants.hpp"

namespace farthing::engine {
namespace {

using payments::Finding;

constexpr std::chrono::milliseconds kTryAgainAfter(1'000);

void tell(base::Log& log, Finding const& finding) {
    log.write(
        finding.breaks_a_law() ? base::LogLevel::error : base::LogLevel::warning,
        finding.breaks_a_law() ? "an invariant is broken" : "something waits to be looked into",
        {{"invariant", finding.invariant.id},
         {"must", finding.invariant.sentence},
         {"breaches", std::to_string(finding.breaches)},
         {"first", finding.offenders.front()}});
}

/// `breach M3, P2`
std::string reason_for(std::vector<std::string> ids) {
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::string reason = "breach ";
    for (auto const& id : ids) reason += (&id == ids.data() ? "" : ", ") + id;
    return reason;
}

}  // namespace

Auditor::Auditor(Needs needs, std::chrono::milliseconds every) : needs_(needs), every_(every) {
    needs_.books.close("starting");
}

void Auditor::start(std::function<void()> checked) {
    checked_ = std::move(checked);
    check();
}

void Auditor::check() {
    needs_.database.read<Findings>(
        [now = needs_.clock.now()](store::Transaction& transaction) {
            return base::Result(store::check_quickly(transaction, now));
        },
        [this](base::Result<Findings> findings) {
            needs_.scheduler.post([this, findings = std::move(findings)] { take(findings); });
        });
}

void Auditor::take(base::Result<Findings> const& findings) {
    if (!findings) return cannot_check(findings.error());
    judge(*findings);
    tell_first_check();
    needs_.scheduler.after(every_, [this] { check(); });
}

void Auditor::judge(Findings const& findings) {
    std::vector<std::string> broken;
    for (auto const& finding : findings) {
        if (finding.holds()) continue;
        tell(needs_.log, finding);
        if (finding.breaks_a_law()) broken.emplace_back(finding.invariant.id);
    }
    if (broken.empty()) return needs_.books.open();
    needs_.books.close(reason_for(std::move(broken)));
    needs_.log.error("selling is stopped; stop the server and run farthing check",
                     {{"reason", *needs_.books.closed_because()}});
}

void Auditor::cannot_check(base::Error const& error) {
    needs_.log.error("the books cannot be checked", {{"error", error.message}});
    if (error.code == base::Errc::internal) {
        needs_.books.close("the books cannot be read");
        tell_first_check();
    }
    needs_.scheduler.after(kTryAgainAfter, [this] { check(); });
}

void Auditor::tell_first_check() {
    if (auto const checked = std::exchange(checked_, nullptr)) checked();
}

}  // namespace farthing::engine
