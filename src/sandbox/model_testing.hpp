#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// A model of the ledger that shares no code with it: plain maps, people as numbers, signers and
/// outcomes as words. Nothing is counted as it goes: who pays for how much is summed up from all
/// entries whenever it is asked.
namespace farthing::sandbox::model {

using Words = std::vector<std::string>;

constexpr std::int64_t kReserve = 5'000'000;
constexpr std::int64_t kMax = INT64_MAX;

/// Who may sign besides a person's own key: `key 3`, `lock 1`, `payload 2` or `tx <hash>`. A
/// signature is the word of who made it, or one that no signer has.
struct Signer {
    std::int64_t weight;
    std::optional<int> sponsor = {};
};
struct Entry {
    std::string value;
    std::optional<int> sponsor = {};
};

struct Person {
    std::int64_t balance;
    std::int64_t sequence;
    std::int64_t used_in = 0;
    std::int64_t used_at = 0;
    std::int64_t master = 1, low = 0, medium = 0, high = 0;
    std::uint32_t flags = 0;
    std::string domain = {};
    std::optional<int> inflation = {};
    std::map<std::string, Signer> signers = {};
    std::map<std::string, Entry> data = {};
    std::optional<int> sponsor = {};

    std::int64_t entries() const { return static_cast<std::int64_t>(signers.size() + data.size()); }
};

enum class Kind { create, pay, pay_credit, options, merge, data, bump, begin, end, other };

struct Options {
    std::optional<int> inflation = {};
    std::optional<std::uint32_t> clear = {}, set = {}, master = {}, low = {}, medium = {},
                                 high = {};
    std::optional<std::string> domain = {};
    std::optional<std::pair<std::string, std::uint32_t>> signer = {};
};

struct Step {
    Kind kind;
    int source;
    int other = 0;            ///< Whom it is about.
    std::int64_t amount = 0;  ///< Of stroops; of a bump the number.
    Options options = {};
    std::string name = {};  ///< Of a data entry.
    std::optional<std::string> value = {};
};

/// A transaction in the model's words.
struct Plan {
    int source = 0;
    std::int64_t sequence = 0;
    std::int64_t fee = 0;
    std::uint64_t memo = 0;
    std::int64_t not_before = 0, not_after = 0;
    std::optional<std::int64_t> min_sequence = {};
    std::int64_t age = 0, gap = 0;
    Words extra = {};
    std::vector<Step> steps = {};
    Words signatures = {};
    int payer = -1;  ///< Of a fee-bump.
    std::int64_t bump_fee = 0;
    Words payer_signatures = {};
    /// The words for the transaction and the fee-bump as signers.
    std::string own_word = {}, bump_word = {};

    bool bumped() const { return payer >= 0; }
    int who_pays() const { return bumped() ? payer : source; }
    std::int64_t bid() const { return bumped() ? bump_fee : fee; }
    std::int64_t size() const { return static_cast<std::int64_t>(steps.size()); }
    std::int64_t paid_size() const { return size() + (bumped() ? 1 : 0); }
};

/// Signatures, and which of them were of use.
struct Sheet {
    Words signatures;
    std::string own_word;
    std::set<std::size_t> used = {};

    bool carries(std::map<std::string, std::int64_t> signers, std::int64_t threshold) {
        std::int64_t weight = 0;
        auto const counts = [&](std::string const& word) {
            weight += signers.at(word);
            signers.erase(word);
            return weight >= threshold;
        };
        if (signers.contains(own_word) && counts(own_word)) return true;
        for (auto const* kind : {"lock", "key", "payload"})
            for (std::size_t i = 0; i < signatures.size(); ++i) {
                if (!signatures[i].starts_with(kind) || !signers.contains(signatures[i])) continue;
                used.insert(i);
                if (counts(signatures[i])) return true;
            }
        return false;
    }
    bool all_used() const { return used.size() == signatures.size(); }
};

inline std::string key_word(int person) {
    return "key " + std::to_string(person);
}

inline std::map<std::string, std::int64_t> signers_of(Person const& person, int number) {
    std::map<std::string, std::int64_t> out;
    if (person.master > 0) out[key_word(number)] = person.master;
    for (auto const& [word, signer] : person.signers) out[word] = signer.weight;
    return out;
}

inline std::int64_t threshold_for(Person const& person, Step const& step) {
    auto const& options = step.options;
    if (step.kind == Kind::bump) return person.low;
    if (step.kind == Kind::merge) return person.high;
    bool const about_authority = options.master || options.low || options.medium || options.high ||
                                 options.signer.has_value();
    return step.kind == Kind::options && about_authority ? person.high : person.medium;
}

/// What makes one step malformed, or success.
inline std::string fault_of_form(Step const& step) {
    auto const plain = [](std::string const& text) {
        return std::ranges::all_of(text, [](char c) { return c > 31 && c != 127; });
    };
    auto const& o = step.options;
    auto const out_of_range = [](auto const& weight) { return weight && *weight >= 256; };
    switch (step.kind) {
        case Kind::create:
            return step.amount < 0 || step.source == step.other ? "op_malformed" : "op_success";
        case Kind::pay:
        case Kind::pay_credit:
            return step.amount <= 0 ? "op_malformed" : "op_success";
        case Kind::options:
            if (o.set.value_or(0) > 15 || o.clear.value_or(0) > 15) return "op_unknown_flag";
            if (o.set.value_or(0) & o.clear.value_or(0)) return "op_bad_flags";
            if (out_of_range(o.master) || out_of_range(o.low) || out_of_range(o.medium) ||
                out_of_range(o.high))
                return "op_threshold_out_of_range";
            if (o.signer && (o.signer->first == key_word(step.source) || o.signer->second > 255 ||
                             o.signer->first == "payload empty"))
                return "op_bad_signer";
            return o.domain && !plain(*o.domain) ? "op_invalid_home_domain" : "op_success";
        case Kind::merge:
            return step.source == step.other ? "op_malformed" : "op_success";
        case Kind::data:
            return step.name.empty() || !plain(step.name) ? "op_data_invalid_name" : "op_success";
        case Kind::bump:
            return step.amount < 0 ? "op_bad_seq" : "op_success";
        case Kind::begin:
            return step.source == step.other ? "op_malformed" : "op_success";
        case Kind::end:
            return "op_success";
        case Kind::other:
            return "op_not_supported";
    }
    return "";
}

/// What is the same before a ledger and within it.
class State {
public:
    std::map<int, Person> people = {};
    std::int64_t ledger = 0;
    std::int64_t now = 0;

    std::int64_t sponsored(Person const& person) const {
        std::int64_t sum = person.sponsor ? 2 : 0;
        for (auto const& [word, signer] : person.signers) sum += signer.sponsor ? 1 : 0;
        for (auto const& [name, entry] : person.data) sum += entry.sponsor ? 1 : 0;
        return sum;
    }
    std::int64_t sponsoring(int sponsor) const {
        std::int64_t sum = 0;
        for (auto const& [number, person] : people) {
            sum += person.sponsor == sponsor ? 2 : 0;
            for (auto const& [word, signer] : person.signers) sum += signer.sponsor == sponsor;
            for (auto const& [name, entry] : person.data) sum += entry.sponsor == sponsor;
        }
        return sum;
    }
    /// What a person can pay.
    std::int64_t spare(int number) const {
        auto const& person = people.at(number);
        auto const reserves = 2 + person.entries() + sponsoring(number) - sponsored(person);
        return std::max<std::int64_t>(person.balance - reserves * kReserve, 0);
    }

    /// What the source itself has against a plan.
    std::string objection_to(Plan const& plan, Sheet& sheet) const {
        if (!people.contains(plan.source)) return "tx_no_source_account";
        auto const& source = people.at(plan.source);
        if (!fits(plan, source)) return "tx_bad_seq";
        if (now - plan.age < source.used_at || ledger - plan.gap < source.used_in)
            return "tx_bad_minseq_age_or_gap";
        if (!sheet.carries(signers_of(source, plan.source), source.low)) return "tx_bad_auth";
        std::map<std::string, std::int64_t> extra;
        for (auto const& word : plan.extra) extra[word] = 1;
        auto const all = static_cast<std::int64_t>(extra.size());
        return all == 0 || sheet.carries(extra, all) ? "" : "tx_bad_auth";
    }

    bool fits(Plan const& plan, Person const& source) const {
        if (plan.sequence == ledger << 32 || source.sequence == kMax) return false;
        if (!plan.min_sequence) return source.sequence + 1 == plan.sequence;
        return source.sequence >= *plan.min_sequence && source.sequence < plan.sequence;
    }

    bool authorises(Step const& step, Sheet& sheet) const {
        if (!people.contains(step.source)) return sheet.carries({{key_word(step.source), 1}}, 0);
        auto const& person = people.at(step.source);
        return sheet.carries(signers_of(person, step.source), threshold_for(person, step));
    }
};

}  // namespace farthing::sandbox::model
