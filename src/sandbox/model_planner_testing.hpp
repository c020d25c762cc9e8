#pragma once

#include <deque>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/model_testing.hpp"

namespace farthing::sandbox::model {

constexpr int kPeople = 18;
constexpr int kFounders = 10;

/// Draws plans: mostly right, with a fault here and there.
class Planner {
public:
    /// Tells a plan the words for itself.
    using Namer = std::function<void(Plan&)>;

    Planner(std::uint64_t seed, Namer namer) : random_(seed), name_(std::move(namer)) {}

    bool once_in(std::uint64_t n) { return random_() % n == 0; }
    int draw(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

    /// For another ledger, where nothing of the old one is.
    void forget() {
        next_.clear();
        promised_.clear();
        recent_.clear();
    }

    Plan plan(State const& state) {
        if (!recent_.empty() && once_in(40)) return recent_[pick(recent_.size())];
        auto out = choose(state);
        recent_.push_back(out);
        if (recent_.size() > 20) recent_.pop_front();
        return out;
    }

private:
    std::size_t pick(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

    template <class T>
    T one_of(std::initializer_list<T> list) {
        return *(list.begin() + pick(list.size()));
    }

    /// Somebody who has no account, most of the time.
    int stranger(State const& state) {
        for (int i = 0; i < 6; ++i)
            if (auto const person = draw(kPeople); !state.people.contains(person)) return person;
        return draw(kPeople);
    }

    Plan choose(State const& state) {
        if (next_.empty() && once_in(10)) add_ambush(state);
        if (!next_.empty()) return take(next_, 0);
        if (!promised_.empty() && once_in(5)) return take(promised_, pick(promised_.size()));
        return fresh(state);
    }

    static Plan take(std::deque<Plan>& plans, std::size_t index) {
        auto out = plans[index];
        plans.erase(plans.begin() + static_cast<std::ptrdiff_t>(index));
        return out;
    }

    int somebody(State const& state) {
        for (int i = 0; i < 5; ++i)
            if (auto const person = draw(kPeople); state.people.contains(person)) return person;
        return draw(kPeople);
    }

    Plan fresh(State const& state) {
        auto out = outline(state, somebody(state), once_in(12) ? draw(4) - 1 : 1);
        auto const count = once_in(60) ? 0 : 1 + draw(4);
        while (out.size() < count) add_step(out, state);
        if (out.size() > 0 && once_in(6)) promise(out, state);
        out.fee = std::max<std::int64_t>(100 * out.size() + (once_in(8) ? draw(200) - 100 : 0), 0);
        if (once_in(5)) add_preconditions(out, state);
        if (once_in(3)) add_bump(out, state);
        finish(out, state);
        return out;
    }

    void finish(Plan& plan, State const& state) {
        if (plan.fee == 0 && !plan.bumped()) plan.fee = 100 * plan.size();
        sign(plan, state);
        name_(plan);
    }

    /// Two plans, of which the first changes the account of the second.
    void add_ambush(State const& state) {
        auto const victim = somebody(state);
        auto first = outline(state, somebody(state), 1);
        auto second = outline(state, victim, 1);
        if (!state.people.contains(victim) || first.source == victim) return;
        first.steps = {trap(state.people.at(victim))};
        first.steps.back().source = victim;
        second.steps = {any_step(state), any_step(state)};
        for (auto& step : second.steps) step.source = victim;
        if (once_in(3)) second.steps.back().source = somebody(state);
        if (once_in(3)) second.age = 1;
        if (once_in(4)) second.min_sequence = 0;
        if (second.min_sequence && once_in(2))
            second.sequence = ((state.ledger + draw(2)) << 32) + draw(3) - 1;
        if (once_in(3)) add_bump(second, state);
        for (auto* plan : {&first, &second}) finish(*plan, state);
        next_ = {first, second};
    }

    /// Something that the next transaction of this person may not survive.
    Step trap(Person const& person) {
        auto const kind = draw(4);
        if (kind == 0) return {.kind = Kind::merge, .source = 0, .other = draw(kPeople)};
        if (kind == 1)
            return {.kind = Kind::bump, .source = 0, .amount = person.sequence + draw(2)};
        Step out{.kind = Kind::options, .source = 0};
        if (kind == 2 && once_in(2)) out.options.master = 0;
        if (kind == 3) out.options.low = out.options.medium = out.options.high = 0;
        return out;
    }

    Plan outline(State const& state, int source, std::int64_t ahead) {
        Plan out{.source = source, .sequence = 7, .memo = next_memo_++};
        auto const person = state.people.find(source);
        if (person != state.people.end() && person->second.sequence < kMax - 9)
            out.sequence = person->second.sequence + ahead;
        return out;
    }

    void add_preconditions(Plan& plan, State const& state) {
        auto const kind = draw(10);
        if (kind == 0) plan.not_before = state.now + draw(6) - 2;
        if (kind == 1) plan.not_after = state.now + draw(6) - 2;
        if (kind == 2 || kind == 3) {
            plan.min_sequence = plan.sequence - 1 - draw(4) + (once_in(4) ? 2 : 0);
            plan.sequence += draw(4);
            if (once_in(4)) plan.sequence = (state.ledger + draw(3)) << 32;
        }
        if (kind == 4 || kind == 5) plan.age = draw(8);
        if (kind == 6 || kind == 7) plan.gap = draw(4);
        if (kind >= 8) plan.extra = {extra_signer()};
        if (kind == 9) plan.extra.push_back(extra_signer());
    }

    std::string extra_signer() { return once_in(12) ? "payload empty" : signer_word(); }

    std::string signer_word() {
        auto const kind = draw(4);
        if (kind == 0) return "lock " + std::to_string(draw(4));
        if (kind == 1) return "payload " + std::to_string(draw(3));
        return key_word(draw(kPeople));
    }

    void add_bump(Plan& plan, State const& state) {
        plan.payer = somebody(state);
        if (once_in(2)) plan.fee = 0;
        plan.bump_fee =
            100 * plan.paid_size() * (once_in(3) ? 10 : 1) + (once_in(4) ? draw(200) - 100 : 0);
    }

    /// Another plan, which this one makes a signer beforehand.
    void promise(Plan& plan, State const& state) {
        auto const source = once_in(2) ? plan.source : somebody(state);
        auto later = outline(state, source, source == plan.source ? 2 : 1);
        later.steps.push_back(step(later, state));
        later.steps.back().source = source;
        if (once_in(3)) later.steps.push_back(step(later, state));
        later.fee = 100 * later.size();
        bool const by_payer = once_in(4);
        if (once_in(4) || by_payer) add_bump(later, state);
        if (by_payer || later.size() > 1) sign(later, state);
        if (by_payer) later.payer_signatures.clear();
        if (!by_payer) std::erase(later.signatures, key_word(source));
        // Of no use, or needed beside the promise.
        if (once_in(4)) later.signatures.push_back(signer_word());
        name_(later);
        auto const word = by_payer ? later.bump_word : later.own_word;
        auto const weight = static_cast<std::uint32_t>(1 + draw(3));
        Step adding{.kind = Kind::options, .source = by_payer ? later.payer : source};
        adding.options.signer = {word, weight};
        plan.steps.push_back(adding);
        promised_.push_back(later);
        if (promised_.size() > 8) promised_.pop_front();
    }

    void add_step(Plan& plan, State const& state) {
        if (once_in(8)) return add_sandwich(plan, state);
        if (once_in(50)) return add_leap(plan, state);
        plan.steps.push_back(step(plan, state));
    }

    /// A leap of a sequence number to about where accounts begin in this ledger, and a merge.
    void add_leap(Plan& plan, State const& state) {
        auto const source = somebody(state);
        plan.steps.push_back(
            {.kind = Kind::bump, .source = source, .amount = (state.ledger << 32) - draw(2)});
        plan.steps.push_back({.kind = Kind::merge, .source = source, .other = somebody(state)});
    }

    /// Something that another one pays the reserve of; sometimes without its begin or its end.
    void add_sandwich(Plan& plan, State const& state) {
        auto const sponsor = once_in(2) ? plan.source : somebody(state);
        auto const owner = once_in(3) ? draw(kPeople) : somebody(state);
        if (!once_in(10))
            plan.steps.push_back({.kind = Kind::begin, .source = sponsor, .other = owner});
        if (once_in(8))
            plan.steps.push_back({.kind = Kind::begin,
                                  .source = once_in(2) ? owner : somebody(state),
                                  .other = once_in(2) ? owner : somebody(state)});
        if (!state.people.contains(owner))
            plan.steps.push_back({.kind = Kind::create,
                                  .source = once_in(2) ? sponsor : somebody(state),
                                  .other = owner,
                                  .amount = once_in(2) ? 0 : amount()});
        for (int i = draw(3); i > 0; --i) {
            plan.steps.push_back(once_in(2) ? options_step() : data_step());
            plan.steps.back().source = owner;
        }
        if (once_in(12)) plan.steps.push_back(step(plan, state));
        if (!once_in(10)) plan.steps.push_back({.kind = Kind::end, .source = owner});
    }

    Step step(Plan const& plan, State const& state) {
        auto out = any_step(state);
        out.source = once_in(4) ? somebody(state) : plan.source;
        return out;
    }

    Step any_step(State const& state) {
        auto const kind = draw(200);
        auto const other = once_in(3) ? draw(kPeople) : somebody(state);
        if (kind < 1) return {.kind = Kind::other, .source = 0};
        if (kind < 4)
            return {.kind = Kind::pay_credit, .source = 0, .other = other, .amount = draw(3)};
        if (kind < 8) return {.kind = Kind::begin, .source = 0, .other = other};
        if (kind < 12) return {.kind = Kind::end, .source = 0};
        if (kind < 22) return {.kind = Kind::merge, .source = 0, .other = other};
        if (kind < 34) return {.kind = Kind::bump, .source = 0, .amount = bump_to(state)};
        if (kind < 64)
            return {.kind = Kind::create,
                    .source = 0,
                    .other = stranger(state),
                    .amount = once_in(4) ? amount() : 2 * kReserve + draw(20'000'000)};
        if (kind < 84) return data_step();
        if (kind < 124) return options_step();
        return {.kind = Kind::pay, .source = 0, .other = other, .amount = amount()};
    }

    /// A number about that of somebody, or about where the next accounts begin.
    std::int64_t bump_to(State const& state) {
        if (once_in(12)) return -1;
        if (once_in(8)) return ((state.ledger + draw(3)) << 32) - draw(2);
        auto const person = state.people.find(draw(kPeople));
        if (person == state.people.end()) return 0;
        return std::min(person->second.sequence, kMax - 9) + draw(4) - 1;
    }

    /// Around the reserve, around nothing, about what people own, or more than there is.
    std::int64_t amount() {
        if (once_in(100)) return kMax - draw(3);
        if (once_in(3)) return 2 * kReserve + draw(3) - 1;
        if (once_in(10)) return draw(3) - 1;
        return draw(once_in(4) ? 60'000'000 : 4'000'000);
    }

    Step data_step() {
        Step out{.kind = Kind::data, .source = 0};
        out.name = one_of<char const*>({"a", "b", "c", "d", "config.memo_required"});
        if (once_in(20)) out.name = one_of<char const*>({"", "a\tb", "\x7f", "\xc3\xa4"});
        if (!once_in(3)) out.value = std::string(static_cast<std::size_t>(draw(65)), 'x');
        return out;
    }

    std::optional<std::uint32_t> weight(std::uint64_t seldom) {
        if (!once_in(seldom)) return std::nullopt;
        return static_cast<std::uint32_t>(once_in(40) ? 255 + draw(2) : draw(4));
    }

    Step options_step() {
        Step out{.kind = Kind::options, .source = 0};
        auto& options = out.options;
        if (once_in(8)) options.inflation = draw(kPeople);
        if (once_in(6)) options.set = flags();
        if (once_in(8)) options.clear = flags();
        options.master = weight(8);
        options.low = weight(8);
        options.medium = weight(8);
        options.high = weight(8);
        if (once_in(6)) options.domain = one_of<char const*>({"", "a.example", "b", "\n", "\xc3"});
        if (!once_in(3)) {
            auto const word = once_in(40) ? "payload empty" : signer_word();
            options.signer = {word, static_cast<std::uint32_t>(once_in(40) ? 256 : draw(4))};
        }
        return out;
    }

    /// Seldom one that cannot be undone.
    std::uint32_t flags() {
        auto const any = static_cast<std::uint32_t>(once_in(20) ? 1U << draw(6) : draw(16));
        return once_in(6) ? any : any & ~4U;
    }

    void sign(Plan& plan, State const& state) {
        sign_for(plan.signatures, state, plan.source, [](Person const& p) { return p.low; });
        // Those of one level are sometimes too few for another.
        for (auto const& step : plan.steps)
            sign_for(plan.signatures, state, step.source, [&](Person const& p) {
                return once_in(12) ? p.medium : threshold_for(p, step);
            });
        for (auto const& word : plan.extra)
            if (std::ranges::count(plan.signatures, word) == 0) plan.signatures.push_back(word);
        disturb(plan.signatures);
        if (!plan.bumped()) return;
        sign_for(plan.payer_signatures, state, plan.payer, [](Person const& p) { return p.low; });
        disturb(plan.payer_signatures);
    }

    /// Adds who is needed yet, the weightiest first.
    template <class Threshold>
    void sign_for(Words& signatures, State const& state, int number, Threshold threshold) {
        auto const person = state.people.find(number);
        bool const exists = person != state.people.end();
        auto const signers = exists ? signers_of(person->second, number)
                                    : std::map<std::string, std::int64_t>{{key_word(number), 1}};
        auto const needed = exists ? threshold(person->second) : 0;
        std::vector<std::pair<std::int64_t, std::string>> who;
        for (auto const& [word, weight_of] : signers)
            if (!word.starts_with("tx") && std::ranges::count(signatures, word) == 0)
                who.emplace_back(-weight_of, word);
        std::ranges::sort(who);
        for (auto const& [weight_of, word] : who) {
            if (Sheet{signatures, "none"}.carries(signers, needed)) return;
            if (signatures.size() < 18) signatures.push_back(word);
        }
    }

    void disturb(Words& signatures) {
        if (!signatures.empty() && once_in(25))
            signatures.erase(signatures.begin() +
                             static_cast<std::ptrdiff_t>(pick(signatures.size())));
        if (once_in(30)) signatures.push_back(once_in(3) ? "junk" : signer_word());
        if (once_in(4)) std::shuffle(signatures.begin(), signatures.end(), random_);
    }

    std::mt19937_64 random_;
    Namer name_;
    std::uint64_t next_memo_ = 1;
    std::deque<Plan> next_ = {};
    std::deque<Plan> promised_ = {};
    std::deque<Plan> recent_ = {};
};

}  // namespace farthing::sandbox::model
