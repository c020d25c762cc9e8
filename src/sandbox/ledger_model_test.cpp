#include <gtest/gtest.h>

#include <map>

#include "sandbox/ledger.hpp"
#include "sandbox/ledger_header.hpp"
#include "sandbox/model_ledger_testing.hpp"
#include "sandbox/model_planner_testing.hpp"
#include "sandbox/model_writer_testing.hpp"
#include "sandbox/testing.hpp"

/// The ledger against a model of it that shares no code. Both are given the same random
/// transactions, many of them wrong in some way; every outcome and every account must agree.
namespace farthing::sandbox {
namespace {

using model::Kind;
using model::Person;
using model::Plan;
using model::Words;

// Signatures are what takes the time, and the compiler's help is theirs too.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr int kRounds = 200;  // A hundred thousand operations.
#else
constexpr int kRounds = 40;
#endif
constexpr int kOperationsInARound = 500;

/// A result in the model's words.
Words words_of(stellar::TransactionResult const& result) {
    Words words{std::string(horizon_name(result.code))};
    if (result.inner) words.emplace_back(horizon_name(result.inner->code));
    for (auto const& operation : result.operations) {
        words.emplace_back(horizon_name(operation));
        if (operation.merged > 0) words.back() += " " + std::to_string(operation.merged);
    }
    return words;
}

/// How often each outcome was seen: of transactions as they come, in ledgers, and of operations.
using Seen = std::map<std::string, int>;

/// Everything that can happen. Not here: what needs more lumens than there are, a thousand entries
/// or four thousand million sponsorships.
std::vector<std::string> const kToBeSeen{
    "pending",
    "duplicate",
    "try again later",
    "tx_bad_auth",
    "tx_bad_auth_extra",
    "tx_bad_minseq_age_or_gap",
    "tx_bad_seq",
    "tx_failed",
    "tx_fee_bump_inner_failed",
    "tx_insufficient_balance",
    "tx_insufficient_fee",
    "tx_malformed",
    "tx_missing_operation",
    "tx_no_source_account",
    "tx_too_early",
    "tx_too_late",
    "closed tx_bad_auth",
    "closed tx_bad_auth_extra",
    "closed tx_bad_minseq_age_or_gap",
    "closed tx_bad_seq",
    "closed tx_bad_sponsorship",
    "closed tx_failed",
    "closed tx_fee_bump_inner_failed",
    "closed tx_fee_bump_inner_success",
    "closed tx_no_source_account",
    "closed tx_success",
    "begin op_already_sponsored",
    "begin op_bad_auth",
    "begin op_malformed",
    "begin op_no_source_account",
    "begin op_recursive",
    "begin op_success",
    "bump op_bad_auth",
    "bump op_bad_seq",
    "bump op_no_source_account",
    "bump op_success",
    "create op_already_exists",
    "create op_bad_auth",
    "create op_low_reserve",
    "create op_malformed",
    "create op_no_source_account",
    "create op_success",
    "create op_underfunded",
    "credit op_malformed",
    "credit op_src_no_trust",
    "credit op_success",
    "data op_bad_auth",
    "data op_data_invalid_name",
    "data op_data_name_not_found",
    "data op_low_reserve",
    "data op_no_source_account",
    "data op_success",
    "end op_bad_auth",
    "end op_no_source_account",
    "end op_not_sponsored",
    "end op_success",
    "merge op_bad_auth",
    "merge op_has_sub_entries",
    "merge op_immutable_set",
    "merge op_is_sponsor",
    "merge op_malformed",
    "merge op_no_account",
    "merge op_no_source_account",
    "merge op_seq_num_too_far",
    "merge op_success",
    "options op_auth_revocable_required",
    "options op_bad_auth",
    "options op_bad_flags",
    "options op_bad_signer",
    "options op_cant_change",
    "options op_invalid_home_domain",
    "options op_invalid_inflation",
    "options op_low_reserve",
    "options op_no_source_account",
    "options op_success",
    "options op_threshold_out_of_range",
    "options op_too_many_signers",
    "options op_unknown_flag",
    "other op_not_supported",
    "pay op_bad_auth",
    "pay op_line_full",
    "pay op_malformed",
    "pay op_no_destination",
    "pay op_no_source_account",
    "pay op_success",
    "pay op_underfunded",
};

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::create:
            return "create";
        case Kind::pay:
            return "pay";
        case Kind::pay_credit:
            return "credit";
        case Kind::options:
            return "options";
        case Kind::merge:
            return "merge";
        case Kind::data:
            return "data";
        case Kind::bump:
            return "bump";
        case Kind::begin:
            return "begin";
        case Kind::end:
            return "end";
        case Kind::other:
            return "other";
    }
    return "";
}

/// Counts an outcome; those of the operations stand at its end, when there are any.
void count(Seen& seen, std::string const& where, Plan const& plan, Words const& words) {
    auto const codes = words.front().starts_with("tx_fee_bump") ? 2U : 1U;
    for (std::size_t i = 0; i < codes; ++i) ++seen[where + words[i]];
    for (std::size_t i = codes; i < words.size(); ++i) {
        auto const kind = std::string(name_of(plan.steps[i - codes].kind));
        ++seen[kind + " " + words[i].substr(0, words[i].find(' '))];
    }
}

/// A ledger and its model, side by side.
class Pair {
public:
    Pair(model::Dictionary const& dictionary, Seen& seen)
        : dictionary_(dictionary), writer_(dictionary), seen_(seen) {
        for (int i = 0; i < model::kFounders; ++i) found(i);
        repository_.append_ledger(
            {.sequence = kTestLedger, .closed_at = kTestTime, .total_coins = total_});
        model_.begin_at(kTestLedger);
        model_.now = kTestTime.seconds();
    }

    model::Model const& model() const { return model_; }

    void submit(Plan const& plan) {
        auto const envelope = writer_.envelope_of(plan);
        auto const submission = ledger_.submit(repository_, envelope, now());
        auto const words = words_of_answer(submission);
        ASSERT_EQ(words, model_.submit(plan));
        count(seen_, "", plan, words);
        if (words.front() == "pending") plans_.insert_or_assign(submission.hash, plan);
    }

    /// A close that the store takes back, before another one that it keeps.
    void close_in_vain() {
        auto const before = repository_;
        ledger_.close(repository_, now());
        repository_ = before;
    }

    void close() {
        auto const previous = *repository_.latest_ledger();
        auto const closed = ledger_.close(repository_, now());
        ledger_.confirm(closed);
        std::vector<Words> outcomes;
        for (auto const& hash : closed.transactions) outcomes.push_back(outcome_of(hash));
        ASSERT_EQ(outcomes, model_.close());
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            count(seen_, "closed ", plans_.at(closed.transactions[i]), outcomes[i]);
        ASSERT_EQ(closed.header.fee_pool, model_.fees);
        ASSERT_EQ(closed.header.previous_hash, previous.hash);
        ASSERT_EQ(closed.header.hash, hash_of_header(closed.header));
        ASSERT_TRUE(check_conservation(repository_));
        ASSERT_EQ(find_inconsistency(repository_), "");
        compare_people();
    }

    void wait(int seconds) { model_.now += seconds; }

private:
    base::Timestamp now() const { return base::Timestamp::from_seconds(model_.now); }

    /// Every third founder can hardly pay a fee; the first has almost all signers that it may have,
    /// and the fourth has flags that stay.
    void found(int number) {
        auto const balance =
            number % 3 != 1 ? 400'000'000 + 7 * number : 2 * model::kReserve + 80 * number;
        auto& person = model_.people[number];
        person = {.balance = balance, .sequence = stellar::starting_sequence(1)};
        for (int i = 0; number == 0 && i < 19; ++i)
            person.signers["lock " + std::to_string(100 + i)] = {.weight = 1};
        if (number == 3) person.flags = kAuthImmutable;
        repository_.put_account(expected_account(number));
        total_ += balance;
    }

    static Words words_of_answer(Submission const& submission) {
        if (auto const* invalid = std::get_if<Invalid>(&submission.outcome))
            return words_of(invalid->result);
        if (std::holds_alternative<Duplicate>(submission.outcome)) return {"duplicate"};
        bool const pending = std::holds_alternative<Pending>(submission.outcome);
        return {pending ? "pending" : "try again later"};
    }

    Words outcome_of(stellar::TransactionHash const& hash) {
        return words_of(*stellar::decode_result(repository_.find_transaction(hash)->result));
    }

    void compare_people() {
        for (int i = 0; i < model::kPeople; ++i) {
            auto account = repository_.find_account(dictionary_.id(i));
            ASSERT_EQ(account.has_value(), model_.people.contains(i)) << i;
            if (!account) continue;
            account->last_modified_ledger = 0;
            ASSERT_EQ(*account, expected_account(i)) << i;
        }
    }

    /// A person as an account, but for when it was changed.
    Account expected_account(int number) const {
        auto const& person = model_.people.at(number);
        return {.id = dictionary_.id(number),
                .balance = person.balance,
                .sequence = person.sequence,
                .sequence_ledger = static_cast<std::uint32_t>(person.used_in),
                .sequence_time = static_cast<std::uint64_t>(person.used_at),
                .subentries = static_cast<std::uint32_t>(person.entries()),
                .sponsoring = static_cast<std::uint32_t>(model_.sponsoring(number)),
                .sponsored = static_cast<std::uint32_t>(model_.sponsored(person)),
                .options = expected_options(person)};
    }

    AccountOptions expected_options(Person const& person) const {
        AccountOptions out{.master_weight = static_cast<std::uint8_t>(person.master),
                           .low_threshold = static_cast<std::uint8_t>(person.low),
                           .medium_threshold = static_cast<std::uint8_t>(person.medium),
                           .high_threshold = static_cast<std::uint8_t>(person.high),
                           .flags = person.flags,
                           .home_domain = person.domain,
                           .inflation_destination = dictionary_.id(person.inflation),
                           .sponsor = dictionary_.id(person.sponsor)};
        for (auto const& [word, signer] : person.signers)
            out.signers.push_back({.key = dictionary_.signer(word),
                                   .weight = static_cast<std::uint8_t>(signer.weight),
                                   .sponsor = dictionary_.id(signer.sponsor)});
        std::ranges::sort(out.signers, {}, &AccountSigner::key);
        for (auto const& [name, entry] : person.data)
            out.data.push_back({.name = name,
                                .value = {entry.value.begin(), entry.value.end()},
                                .sponsor = dictionary_.id(entry.sponsor)});
        return out;
    }

    model::Dictionary const& dictionary_;
    model::Writer writer_;
    Seen& seen_;
    Ledger ledger_{"a network for tests"};
    MemoryRepository repository_;
    model::Model model_;
    std::int64_t total_ = 0;
    std::map<stellar::TransactionHash, Plan> plans_;
};

void run_round(model::Planner& planner, model::Dictionary const& dictionary, Seen& seen) {
    planner.forget();
    Pair pair(dictionary, seen);
    for (int operations = 0; operations < kOperationsInARound;) {
        auto const plan = planner.plan(pair.model());
        operations += static_cast<int>(plan.steps.size());
        ASSERT_NO_FATAL_FAILURE(pair.submit(plan));
        if (planner.once_in(40)) pair.close_in_vain();
        if (!planner.once_in(6)) continue;
        ASSERT_NO_FATAL_FAILURE(pair.close());
        pair.wait(planner.draw(4));
    }
    pair.close();
}

TEST(LedgerModel, AgreesWithTheLedgerOnRandomOperations) {
    model::Dictionary const dictionary;
    model::Writer const writer(dictionary);
    model::Planner planner(20'261'122, [&](Plan& plan) { writer.name(plan); });
    Seen seen;
    for (int round = 0; round < kRounds; ++round)
        ASSERT_NO_FATAL_FAILURE(run_round(planner, dictionary, seen)) << "round " << round;
    // A run that never met a case would prove nothing about it.
    for (auto const& what : kToBeSeen) EXPECT_GT(seen[what], 0) << what;
}

}  // namespace
}  // namespace farthing::sandbox
