#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/model_testing.hpp"

namespace farthing::sandbox::model {

/// The steps of one transaction, taken one after the other.
class Walk {
public:
    Walk(State& state, std::vector<Plan> const& plans) : state_(state), plans_(plans) {}

    bool none_open() const { return open_.empty(); }

    /// What becomes of a step; nothing is changed unless it is a success.
    std::string take(Step const& step) {
        if (!state_.people.contains(step.source)) return "op_no_source_account";
        switch (step.kind) {
            case Kind::create:
                return create(step);
            case Kind::pay:
                return pay(step);
            case Kind::pay_credit:
                return pay_credit(step);
            case Kind::options:
                return change_options(step);
            case Kind::merge:
                return merge(step);
            case Kind::data:
                return change_data(step);
            case Kind::bump:
                return bump(step);
            case Kind::begin:
                return begin(step);
            case Kind::end:
                return open_.erase(step.source) == 1 ? "op_success" : "op_not_sponsored";
            case Kind::other:
                break;
        }
        return "";
    }

private:
    Person& at(int person) { return state_.people.at(person); }
    bool exists(int person) const { return state_.people.contains(person); }
    std::optional<int> sponsor_of(int person) const {
        auto const found = open_.find(person);
        return found == open_.end() ? std::nullopt : std::optional(found->second);
    }

    /// A credit of the destination; nobody trusts anybody.
    std::string pay_credit(Step const& step) const {
        return step.source == step.other ? "op_success" : "op_src_no_trust";
    }

    std::string pay(Step const& step) {
        if (step.source == step.other) return "op_success";
        if (!exists(step.other)) return "op_no_destination";
        if (at(step.other).balance > kMax - step.amount) return "op_line_full";
        if (state_.spare(step.source) < step.amount) return "op_underfunded";
        at(step.source).balance -= step.amount;
        at(step.other).balance += step.amount;
        return "op_success";
    }

    std::string create(Step const& step) {
        if (exists(step.other)) return "op_already_exists";
        auto const sponsor = sponsor_of(step.other);
        auto const enough = sponsor ? state_.spare(*sponsor) : step.amount;
        if (enough < 2 * kReserve) return "op_low_reserve";
        state_.people[step.other] = {
            .balance = step.amount, .sequence = state_.ledger << 32, .sponsor = sponsor};
        if (state_.spare(step.source) < step.amount) {
            state_.people.erase(step.other);
            return "op_underfunded";
        }
        at(step.source).balance -= step.amount;
        return "op_success";
    }

    /// Whether somebody can pay for one entry more of this person.
    bool can_add_entry(int person) const {
        return state_.spare(sponsor_of(person).value_or(person)) >= kReserve;
    }

    std::string change_options(Step const& step) {
        auto const before = at(step.source);
        auto word = try_options(step, at(step.source));
        if (word != "op_success") at(step.source) = before;
        return word;
    }

    std::string try_options(Step const& step, Person& person) {
        auto const& o = step.options;
        if (o.inflation && !exists(*o.inflation)) return "op_invalid_inflation";
        if (o.inflation) person.inflation = o.inflation;
        auto const changed = o.set.value_or(0) | o.clear.value_or(0);
        if (changed != 0 && (person.flags & 4) != 0) return "op_cant_change";
        person.flags = (person.flags & ~o.clear.value_or(0)) | o.set.value_or(0);
        if ((person.flags & 10) == 8) return "op_auth_revocable_required";
        person.domain = o.domain.value_or(person.domain);
        for (auto const& [weight, wanted] :
             {std::pair{&person.master, o.master}, std::pair{&person.low, o.low},
              std::pair{&person.medium, o.medium}, std::pair{&person.high, o.high}})
            *weight = wanted ? *wanted : *weight;
        return o.signer ? change_signer(step.source, person, *o.signer) : "op_success";
    }

    std::string change_signer(int number, Person& person,
                              std::pair<std::string, std::int64_t> const& wanted) {
        auto const& [word, weight] = wanted;
        if (weight == 0) {
            person.signers.erase(word);
        } else if (person.signers.contains(word)) {
            person.signers.at(word).weight = weight;
        } else {
            if (person.signers.size() == 20) return "op_too_many_signers";
            if (!can_add_entry(number)) return "op_low_reserve";
            person.signers[word] = {.weight = weight, .sponsor = sponsor_of(number)};
        }
        return "op_success";
    }

    std::string merge(Step const& step) {
        auto const& person = at(step.source);
        if (!exists(step.other)) return "op_no_account";
        if ((person.flags & 4) != 0) return "op_immutable_set";
        if (!person.data.empty()) return "op_has_sub_entries";
        auto highest = person.sequence;
        for (auto const& plan : plans_)
            if (plan.source == step.source) highest = std::max(highest, plan.sequence);
        if (highest >= state_.ledger << 32) return "op_seq_num_too_far";
        bool const opened = std::ranges::any_of(
            open_, [&](auto const& each) { return each.second == step.source; });
        if (opened || state_.sponsoring(step.source) > 0) return "op_is_sponsor";
        auto const balance = person.balance;
        if (at(step.other).balance > kMax - balance) return "op_dest_full";
        at(step.other).balance += balance;
        state_.people.erase(step.source);
        return balance > 0 ? "op_success " + std::to_string(balance) : "op_success";
    }

    std::string change_data(Step const& step) {
        auto& data = at(step.source).data;
        if (!step.value)
            return data.erase(step.name) == 1 ? "op_success" : "op_data_name_not_found";
        if (data.contains(step.name)) {
            data.at(step.name).value = *step.value;
        } else {
            if (!can_add_entry(step.source)) return "op_low_reserve";
            data[step.name] = {.value = *step.value, .sponsor = sponsor_of(step.source)};
        }
        return "op_success";
    }

    std::string bump(Step const& step) {
        auto& person = at(step.source);
        person.sequence = std::max(person.sequence, step.amount);
        person.used_in = state_.ledger;
        person.used_at = state_.now;
        return "op_success";
    }

    std::string begin(Step const& step) {
        if (open_.contains(step.other)) return "op_already_sponsored";
        bool chain = open_.contains(step.source);
        for (auto const& [sponsored, sponsor] : open_) chain = chain || sponsor == step.other;
        if (chain) return "op_recursive";
        open_[step.other] = step.source;
        return "op_success";
    }

    State& state_;
    std::vector<Plan> const& plans_;
    std::map<int, int> open_ = {};  ///< Who pays for whom.
};

/// The whole ledger: its queue, and what a close makes of it.
class Model : public State {
public:
    std::int64_t fees = 0;

    /// What is answered to a submission: a fault with the words of the operations, or one word.
    Words submit(Plan const& plan) {
        State::ledger = closed_ + 1;
        auto const waits = place_of(plan.source);
        if (waits < queue_.size()) {
            auto const word = meet(queue_[waits], plan);
            if (!word.empty()) return {word};
        }
        auto fault = fault_of(plan);
        if (!fault.empty()) return fault;
        std::int64_t others = 0;
        for (auto const& other : queue_)
            if (other.who_pays() == plan.who_pays() && other.source != plan.source)
                others += other.bid();
        if (spare(plan.who_pays()) < others + plan.bid()) return {"tx_insufficient_balance"};
        if (waits < queue_.size())
            queue_[waits] = plan;
        else
            queue_.push_back(plan);
        return {"pending"};
    }

    /// The outcomes of the transactions in the ledger: the codes, then those of the operations.
    std::vector<Words> close() {
        State::ledger = closed_ + 1;
        std::vector<Plan> picked;
        std::map<int, std::int64_t> bids;
        for (auto const& plan : queue_) {
            if (!fault_of(plan).empty()) continue;
            if (spare(plan.who_pays()) < bids[plan.who_pays()] + plan.bid()) continue;
            bids[plan.who_pays()] += plan.bid();
            picked.push_back(plan);
        }
        queue_.clear();
        for (auto const& plan : picked) {
            people.at(plan.who_pays()).balance -= 100 * plan.paid_size();
            fees += 100 * plan.paid_size();
        }
        std::vector<Words> outcomes;
        for (auto const& plan : picked) outcomes.push_back(wrap(plan, apply(plan, picked)));
        ++closed_;
        return outcomes;
    }

    void begin_at(std::int64_t latest) { closed_ = latest; }
    std::int64_t latest() const { return closed_; }

private:
    std::size_t place_of(int source) const {
        std::size_t place = 0;
        while (place < queue_.size() && queue_[place].source != source) ++place;
        return place;
    }

    static std::string meet(Plan const& waiting, Plan const& plan) {
        bool const same = plan.own_word == waiting.own_word;
        if (same && (!plan.bumped() || plan.bump_word == waiting.bump_word)) return "duplicate";
        if (plan.sequence < waiting.sequence) return "tx_bad_seq";
        if (!plan.bumped() || plan.sequence != waiting.sequence) return "try again later";
        bool const outbids =
            plan.bump_fee * waiting.paid_size() >= 10 * waiting.bid() * plan.paid_size();
        return outbids ? "" : "tx_insufficient_fee";
    }

    static Words wrap(Plan const& plan, Words words) {
        if (!plan.bumped()) return words;
        words.insert(words.begin(), words.front() == "tx_success" ? "tx_fee_bump_inner_success"
                                                                  : "tx_fee_bump_inner_failed");
        return words;
    }

    Words fault_of(Plan const& plan) const {
        if (!plan.bumped()) return fault_inside(plan);
        auto const fault = fault_of_payer(plan);
        if (!fault.empty()) return {fault};
        auto const inside = fault_inside(plan);
        return inside.empty() ? inside : wrap(plan, inside);
    }

    std::string fault_of_payer(Plan const& plan) const {
        if (plan.bump_fee < 100 * plan.paid_size() ||
            plan.bump_fee * std::max<std::int64_t>(plan.size(), 1) < plan.fee * plan.paid_size())
            return "tx_insufficient_fee";
        if (!people.contains(plan.payer)) return "tx_no_source_account";
        auto const& payer = people.at(plan.payer);
        Sheet sheet{plan.payer_signatures, plan.bump_word};
        if (!sheet.carries(signers_of(payer, plan.payer), payer.low)) return "tx_bad_auth";
        if (spare(plan.payer) < plan.bump_fee) return "tx_insufficient_balance";
        return sheet.all_used() ? "" : "tx_bad_auth_extra";
    }

    Words fault_inside(Plan const& plan) const {
        if (std::ranges::count(plan.extra, "payload empty") > 0 ||
            (plan.extra.size() == 2 && plan.extra[0] == plan.extra[1]))
            return {"tx_malformed"};
        if (plan.steps.empty()) return {"tx_missing_operation"};
        if (now < plan.not_before) return {"tx_too_early"};
        if (plan.not_after != 0 && now > plan.not_after) return {"tx_too_late"};
        if (!plan.bumped() && plan.fee < 100 * plan.size()) return {"tx_insufficient_fee"};
        Sheet sheet{plan.signatures, plan.own_word};
        auto const objection = objection_to(plan, sheet);
        if (!objection.empty()) return {objection};
        if (!plan.bumped() && spare(plan.source) < plan.fee) return {"tx_insufficient_balance"};
        auto words = fault_of_steps(plan, sheet);
        if (!words.empty()) return words;
        return sheet.all_used() ? Words{} : Words{"tx_bad_auth_extra"};
    }

    /// After the first fault nothing is looked at.
    Words fault_of_steps(Plan const& plan, Sheet& sheet) const {
        Words words{"tx_failed"};
        for (auto const& step : plan.steps)
            words.emplace_back(step.kind == Kind::other ? "op_not_supported" : "op_success");
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            auto const& step = plan.steps[i];
            auto const form = fault_of_form(step);
            bool const known = form != "op_not_supported";
            words[i + 1] = known && !authorises(step, sheet) ? "op_bad_auth" : form;
            if (words[i + 1] != "op_success") return words;
        }
        return {};
    }

    Words apply(Plan const& plan, std::vector<Plan> const& picked) {
        forget_signer(plan.payer, plan.bump_word);
        auto words = prepare(plan);
        forget_signer(plan.source, plan.own_word);
        for (auto const& step : plan.steps) forget_signer(step.source, plan.own_word);
        return words.empty() ? walk(plan, picked) : words;
    }

    void forget_signer(int person, std::string const& word) {
        if (people.contains(person)) people.at(person).signers.erase(word);
    }

    /// Why it is not even tried.
    Words prepare(Plan const& plan) {
        Sheet sheet{plan.signatures, plan.own_word};
        auto const objection = objection_to(plan, sheet);
        if (objection == "tx_no_source_account" || objection == "tx_bad_seq") return {objection};
        auto& source = people.at(plan.source);
        source.sequence = plan.sequence;
        source.used_in = State::ledger;
        source.used_at = now;
        if (!objection.empty()) return {objection};
        Words words{"tx_failed"};
        for (auto const& step : plan.steps)
            words.emplace_back(authorises(step, sheet) ? "op_success" : "op_bad_auth");
        if (std::ranges::count(words, "op_bad_auth") > 0) return words;
        return sheet.all_used() ? Words{} : Words{"tx_bad_auth_extra"};
    }

    Words walk(Plan const& plan, std::vector<Plan> const& picked) {
        auto const before = people;
        Walk walk(*this, picked);
        Words words{"tx_success"};
        for (auto const& step : plan.steps) {
            words.push_back(walk.take(step));
            if (!words.back().starts_with("op_success")) words[0] = "tx_failed";
        }
        if (words[0] == "tx_success" && !walk.none_open()) words = {"tx_bad_sponsorship"};
        if (words[0] != "tx_success") people = before;
        return words;
    }

    std::vector<Plan> queue_ = {};
    std::int64_t closed_ = 0;
};

}  // namespace farthing::sandbox::model
