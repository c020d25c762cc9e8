#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "sandbox/ledger.hpp"
#include "sandbox/ledger_header.hpp"
#include "sandbox/testing.hpp"
#include "stellar/envelope_xdr.hpp"

/// The ledger against a model of it that shares no code: plain maps, people as numbers, outcomes as
/// words. Both are given the same random transactions, many of them wrong in some way.
namespace farthing::sandbox {
namespace {

constexpr int kPeople = 16;
constexpr int kFounders = 8;
constexpr int kRounds = 10;
constexpr int kOperationsInARound = 2'000;
constexpr std::int64_t kMinimumBalance = 10'000'000;

struct Step {
    int source;
    int destination;
    bool creates;
    std::int64_t amount;
};

/// A transaction in the model's words.
struct Plan {
    int source;
    std::int64_t sequence;
    std::int64_t fee;
    bool late = false;
    std::vector<Step> steps = {};
    std::set<int> signers = {};
    int payer = -1;  ///< Of a fee-bump.
    int payer_signer = -1;
    std::int64_t bump_fee = 0;

    bool bumped() const { return payer >= 0; }
    int who_pays() const { return bumped() ? payer : source; }
    std::int64_t bid() const { return bumped() ? bump_fee : fee; }
    std::int64_t size() const { return static_cast<std::int64_t>(steps.size()); }
    std::int64_t paid_size() const { return size() + (bumped() ? 1 : 0); }
};

using Words = std::vector<std::string>;

class Model {
public:
    struct Person {
        std::int64_t balance;
        std::int64_t sequence;
    };
    std::map<int, Person> people;
    std::int64_t fees = 0;
    std::int64_t ledger = kTestLedger;

    std::string submit(Plan const& plan) {
        auto const waits = place_of(plan.source);
        if (waits < queue.size()) {
            auto const& other = queue[waits];
            if (plan.sequence < other.sequence) return "tx_bad_seq";
            if (!plan.bumped() || plan.sequence != other.sequence) return "try again later";
            if (plan.bump_fee * other.paid_size() < 10 * other.bid() * plan.paid_size())
                return "tx_insufficient_fee";
        }
        auto const fault = fault_of(plan);
        if (!fault.empty()) return fault;
        std::int64_t others = 0;
        for (auto const& other : queue)
            if (other.who_pays() == plan.who_pays() && other.source != plan.source)
                others += other.bid();
        if (spare(plan.who_pays()) < others + plan.bid()) return "tx_insufficient_balance";
        if (waits < queue.size())
            queue[waits] = plan;
        else
            queue.push_back(plan);
        return "pending";
    }

    /// The outcomes of the transactions in the ledger: the code, then those of the operations.
    std::vector<Words> close() {
        ++ledger;
        std::vector<Plan> picked;
        std::map<int, std::int64_t> bids;
        for (auto const& plan : queue) {
            if (!fault_of(plan).empty()) continue;
            if (spare(plan.who_pays()) < bids[plan.who_pays()] + plan.bid()) continue;
            bids[plan.who_pays()] += plan.bid();
            picked.push_back(plan);
        }
        queue.clear();
        for (auto const& plan : picked) {
            people.at(plan.who_pays()).balance -= 100 * plan.paid_size();
            fees += 100 * plan.paid_size();
        }
        std::vector<Words> outcomes;
        for (auto const& plan : picked) outcomes.push_back(apply(plan));
        return outcomes;
    }

private:
    std::size_t place_of(int source) const {
        std::size_t place = 0;
        while (place < queue.size() && queue[place].source != source) ++place;
        return place;
    }

    std::int64_t spare(int person) const {
        return std::max<std::int64_t>(people.at(person).balance - kMinimumBalance, 0);
    }

    std::string fault_of(Plan const& plan) const {
        if (!plan.bumped()) return fault_inside(plan);
        if (plan.bump_fee < 100 * plan.paid_size() ||
            plan.bump_fee * std::max<std::int64_t>(plan.size(), 1) < plan.fee * plan.paid_size())
            return "tx_insufficient_fee";
        if (!people.contains(plan.payer)) return "tx_no_source_account";
        if (plan.payer_signer != plan.payer) return "tx_bad_auth";
        if (spare(plan.payer) < plan.bump_fee) return "tx_insufficient_balance";
        return fault_inside(plan).empty() ? "" : "tx_fee_bump_inner_failed";
    }

    std::string fault_inside(Plan const& plan) const {
        if (plan.steps.empty()) return "tx_missing_operation";
        if (plan.late) return "tx_too_late";
        if (!plan.bumped() && plan.fee < 100 * plan.size()) return "tx_insufficient_fee";
        if (!people.contains(plan.source)) return "tx_no_source_account";
        if (people.at(plan.source).sequence + 1 != plan.sequence) return "tx_bad_seq";
        if (!plan.signers.contains(plan.source)) return "tx_bad_auth";
        if (!plan.bumped() && spare(plan.source) < plan.fee) return "tx_insufficient_balance";
        auto unused = plan.signers;
        unused.erase(plan.source);
        for (auto const& step : plan.steps) {
            if (!plan.signers.contains(step.source)) return "tx_failed";
            unused.erase(step.source);
            if (step.creates ? step.amount < 0 || step.source == step.destination
                             : step.amount <= 0)
                return "tx_failed";
        }
        return unused.empty() ? "" : "tx_bad_auth_extra";
    }

    Words apply(Plan const& plan) {
        people.at(plan.source).sequence = plan.sequence;
        auto const before = people;
        Words words{""};
        bool good = true;
        for (auto const& step : plan.steps) {
            words.push_back(take(step));
            good = good && words.back() == "op_success";
        }
        if (!good) people = before;
        words[0] = std::string(
            plan.bumped() ? (good ? "tx_fee_bump_inner_success" : "tx_fee_bump_inner_failed")
                          : (good ? "tx_success" : "tx_failed"));
        return words;
    }

    std::string take(Step const& step) {
        auto const& [source, destination, creates, amount] = step;
        if (!people.contains(source)) return "op_no_source_account";
        if (!creates && source == destination) return "op_success";
        if (creates == people.contains(destination))
            return creates ? "op_already_exists" : "op_no_destination";
        if (creates && amount < kMinimumBalance) return "op_low_reserve";
        if (spare(source) < amount) return "op_underfunded";
        people.at(source).balance -= amount;
        if (creates) people[destination] = {0, ledger << 32};
        people.at(destination).balance += amount;
        return "op_success";
    }

    std::vector<Plan> queue;
};

/// Draws plans: mostly right, with a fault here and there.
class Planner {
public:
    explicit Planner(std::uint64_t seed) : random_(seed) {}

    bool once_in(std::uint64_t n) { return random_() % n == 0; }
    int draw(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

    Plan plan(Model const& model) {
        Plan out{.source = draw(kPeople), .sequence = 7, .fee = 0, .late = once_in(40)};
        auto const person = model.people.find(out.source);
        if (person != model.people.end())
            out.sequence = person->second.sequence + (once_in(12) ? draw(4) - 1 : 1);
        out.signers.insert(out.source);
        auto const count = once_in(60) ? 0 : 1 + draw(4);
        for (int i = 0; i < count; ++i) out.steps.push_back(step(out));
        out.fee = std::max(100 * count + (once_in(8) ? draw(200) - 100 : 0), 0);
        if (once_in(20)) out.signers.erase(draw(kPeople));
        if (once_in(20)) out.signers.insert(draw(kPeople));
        if (once_in(3)) bump(out);
        return out;
    }

private:
    Step step(Plan& plan) {
        bool const own = !once_in(4);
        Step out{.source = own ? plan.source : draw(kPeople),
                 .destination = draw(kPeople),
                 .creates = once_in(4),
                 .amount = amount()};
        plan.signers.insert(out.source);
        return out;
    }

    /// Around the reserve, around nothing, or about what people own.
    std::int64_t amount() {
        if (once_in(3)) return kMinimumBalance + draw(3) - 1;
        if (once_in(10)) return draw(3) - 1;
        return draw(60'000'000);
    }

    void bump(Plan& plan) {
        plan.payer = draw(kPeople);
        plan.payer_signer = once_in(20) ? draw(kPeople) : plan.payer;
        if (once_in(2)) plan.fee = 0;
        plan.bump_fee =
            100 * plan.paid_size() * (once_in(3) ? 10 : 1) + (once_in(4) ? draw(200) - 100 : 0);
    }

    std::mt19937_64 random_;
};

std::vector<stellar::KeyPair> make_keys() {
    std::vector<stellar::KeyPair> keys;
    for (int i = 0; i < kPeople; ++i) keys.push_back(key_number(static_cast<std::uint8_t>(i + 1)));
    return keys;
}

/// A ledger and its model, side by side.
class Pair {
public:
    explicit Pair(std::map<std::string, int>& seen_words) : seen(seen_words) {
        for (int i = 0; i < kFounders; ++i) {
            // Every other one can hardly pay a fee.
            auto const balance = i % 2 == 0 ? 200'000'000 + 7 * i : kMinimumBalance + 80 * i;
            repository.put_account(account_of(keys[static_cast<std::size_t>(i)], balance));
            model.people[i] = {balance, stellar::starting_sequence(1)};
            total += balance;
        }
        repository.append_ledger(
            {.sequence = kTestLedger, .closed_at = kTestTime, .total_coins = total});
    }

    stellar::KeyPair const& key(int person) const { return keys[static_cast<std::size_t>(person)]; }

    stellar::Envelope envelope_of(Plan const& plan) const {
        std::vector<stellar::Operation> operations;
        for (auto const& step : plan.steps) {
            auto const to = key(step.destination).public_key();
            auto const operation = step.creates ? create(to, step.amount) : pay(to, step.amount);
            operations.push_back(step.source == plan.source ? operation
                                                            : by(key(step.source), operation));
        }
        auto transaction = transaction_of(key(plan.source), operations);
        transaction.fee = static_cast<std::uint32_t>(plan.fee);
        transaction.sequence = plan.sequence;
        transaction.preconditions = stellar::TimeBounds{0, plan.late ? 1U : 0U};
        auto inner = signed_by(transaction, {});
        auto const hash = stellar::hash_of(transaction, kTestNetwork);
        for (auto const signer : plan.signers)
            inner.signatures.push_back(stellar::sign(hash, key(signer)));
        if (!plan.bumped()) return inner;
        auto bump = bumped(inner, key(plan.payer), plan.bump_fee);
        bump.signatures = {
            stellar::sign(stellar::hash_of(bump, kTestNetwork), key(plan.payer_signer))};
        return bump;
    }

    void submit(Plan const& plan) {
        auto const submission = ledger.submit(repository, envelope_of(plan), kTestTime);
        auto const* invalid = std::get_if<Invalid>(&submission.outcome);
        auto const word = invalid != nullptr ? std::string(horizon_name(invalid->result.code))
                                             : (std::holds_alternative<Pending>(submission.outcome)
                                                    ? "pending"
                                                    : "try again later");
        ASSERT_EQ(word, model.submit(plan));
        ++seen[word];
    }

    Words outcome_of(stellar::TransactionHash const& hash) {
        auto const closed = *repository.find_transaction(hash);
        auto const result = *stellar::decode_result(closed.result);
        Words words{std::string(horizon_name(result.code))};
        for (auto const& operation : result.operations) words.emplace_back(horizon_name(operation));
        return words;
    }

    /// A close that the store takes back, before another one that it keeps.
    void close_in_vain() {
        auto const before = repository;
        ledger.close(repository, kTestTime);
        repository = before;
    }

    void close() {
        auto const previous = *repository.latest_ledger();
        auto const closed = ledger.close(repository, kTestTime);
        ledger.confirm(closed);
        std::vector<Words> outcomes;
        for (auto const& hash : closed.transactions) outcomes.push_back(outcome_of(hash));
        ASSERT_EQ(outcomes, model.close());
        for (auto const& words : outcomes)
            for (auto const& word : words) ++seen[word];
        ASSERT_EQ(closed.header.fee_pool, model.fees);
        ASSERT_EQ(closed.header.previous_hash, previous.hash);
        ASSERT_EQ(closed.header.hash, hash_of_header(closed.header));
        ASSERT_TRUE(check_conservation(repository));
        compare_people();
    }

    void compare_people() {
        for (int i = 0; i < kPeople; ++i) {
            auto const account = repository.find_account(key(i).public_key());
            auto const person = model.people.find(i);
            ASSERT_EQ(account.has_value(), person != model.people.end());
            if (!account) continue;
            ASSERT_EQ(account->balance, person->second.balance);
            ASSERT_EQ(account->sequence, person->second.sequence);
        }
    }

    std::vector<stellar::KeyPair> const keys = make_keys();
    Ledger ledger{"a network for tests"};
    MemoryRepository repository;
    Model model;
    std::int64_t total = 0;
    std::map<std::string, int>& seen;
};

void run_round(Planner& planner, std::map<std::string, int>& seen) {
    Pair pair(seen);
    for (int operations = 0; operations < kOperationsInARound;) {
        auto const plan = planner.plan(pair.model);
        operations += static_cast<int>(plan.steps.size());
        ASSERT_NO_FATAL_FAILURE(pair.submit(plan));
        if (planner.once_in(40)) pair.close_in_vain();
        if (!planner.once_in(6)) continue;
        ASSERT_NO_FATAL_FAILURE(pair.close());
    }
    pair.close();
}

TEST(LedgerModel, AgreesWithTheLedgerOnTwentyThousandOperations) {
    Planner planner(20'261'122);
    std::map<std::string, int> seen;
    for (int round = 0; round < kRounds; ++round)
        ASSERT_NO_FATAL_FAILURE(run_round(planner, seen)) << "round " << round;

    // A run that never met a case would prove nothing about it.
    for (auto const* word : {"pending",
                             "try again later",
                             "tx_bad_seq",
                             "tx_insufficient_fee",
                             "tx_no_source_account",
                             "tx_bad_auth",
                             "tx_insufficient_balance",
                             "tx_too_late",
                             "tx_missing_operation",
                             "tx_bad_auth_extra",
                             "tx_failed",
                             "tx_success",
                             "tx_fee_bump_inner_success",
                             "tx_fee_bump_inner_failed",
                             "op_success",
                             "op_no_destination",
                             "op_underfunded",
                             "op_already_exists",
                             "op_low_reserve",
                             "op_no_source_account"})
        EXPECT_GT(seen[word], 5) << word;
}

}  // namespace
}  // namespace farthing::sandbox
