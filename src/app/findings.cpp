#include "app/findings.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <string>

#include "base/json.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;
using payments::Finding;

char const* word_for(Finding const& finding) {
    if (finding.holds()) return "ok";
    return finding.breaks_a_law() ? "BREACH" : "look";
}

void print(Finding const& finding) {
    auto const among = finding.holds() ? "" : std::to_string(finding.breaches) + " of ";
    std::printf("%-7s %-3s %s (%s%lld)\n", word_for(finding),
                std::string(finding.invariant.id).c_str(),
                std::string(finding.invariant.sentence).c_str(), among.c_str(),
                static_cast<long long>(finding.looked_at));
    for (auto const& offender : finding.offenders)
        std::printf("            %s\n", offender.c_str());
}

json::object describe(Finding const& finding) {
    bool const law = finding.invariant.weight == payments::Invariant::Weight::law;
    json::array offenders;
    for (auto const& offender : finding.offenders) offenders.emplace_back(offender);
    return {{"id", finding.invariant.id},        {"sentence", finding.invariant.sentence},
            {"weight", law ? "law" : "warning"}, {"looked_at", finding.looked_at},
            {"breaches", finding.breaches},      {"offenders", std::move(offenders)}};
}

}  // namespace

bool hold(std::vector<Finding> const& findings) {
    return std::ranges::none_of(findings, &Finding::breaks_a_law);
}

void print(std::vector<Finding> const& findings) {
    for (auto const& finding : findings) print(finding);
}

void print_json(std::vector<Finding> const& findings) {
    json::array array;
    for (auto const& finding : findings) array.push_back(describe(finding));
    json::object const object{{"ok", hold(findings)}, {"findings", std::move(array)}};
    std::printf("%s\n", json::serialize(object).c_str());
}

}  // namespace farthing::app
