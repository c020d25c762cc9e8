#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.hpp"
#include "base/vectors.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/testing.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/strkey.hpp"

/// The transactions of tests/vectors/stellar.json, in ledgers where they apply.
namespace farthing::sandbox {
namespace {

using base::VectorCase;
using stellar::TransactionCode;

constexpr auto kTimeOfVectors = base::Timestamp::from_seconds(1'700'000'100);
constexpr std::uint32_t kLedgerOfVectors = 1'000;
constexpr std::int64_t kRich = 1'000'000 * kLumen;

/// The keys of the vectors, from 1.
stellar::PublicKey key(std::size_t number) {
    auto const& keys = base::stellar_vectors().at("keys").as_array();
    return *stellar::PublicKey::parse(keys.at(number - 1).at("public").as_string());
}

std::vector<VectorCase> transactions() {
    auto cases = base::vector_cases(base::stellar_vectors().at("transactions"), "name");
    // No contract is called here, and what calls one is of no account.
    std::erase_if(cases, [](VectorCase const& each) {
        return each.name.starts_with("Soroban") ||
               !stellar::decode_envelope_base64(each.text("envelope_xdr"));
    });
    return cases;
}

VectorCase vector_named(std::string_view name) {
    auto const cases = transactions();
    auto const found = std::ranges::find(cases, name, &VectorCase::name);
    base::ensure(found != cases.end());
    return *found;
}

std::string names_of(stellar::TransactionResult const& result) {
    std::string names(horizon_name(result.code));
    for (auto const& operation : result.operations)
        if (!is_success(operation)) names += " " + std::string(horizon_name(operation));
    return names;
}

/// A ledger where all keys but number 4 have an account, and this transaction comes next.
struct VectorLedger {
    explicit VectorLedger(VectorCase const& vector)
        : ledger(vector.text("network_passphrase")),
          envelope(*stellar::decode_envelope_base64(vector.text("envelope_xdr"))) {
        std::int64_t coins = 0;
        for (auto const number : {1U, 2U, 3U, 5U, 6U, 7U, 8U}) {
            repository.put_account({.id = key(number), .balance = kRich});
            coins += kRich;
        }
        come_next(envelope);
        repository.append_ledger({.sequence = kLedgerOfVectors - 1,
                                  .closed_at = base::Timestamp::from_seconds(1'700'000'000),
                                  .total_coins = coins});
    }

    /// Makes the source's sequence number fit.
    void come_next(stellar::Envelope const& next) {
        auto const candidate = make_candidate(next, ledger.network());
        auto source = account(candidate.source());
        source.sequence = candidate.inner().transaction.sequence - 1;
        repository.put_account(source);
    }

    Account account(stellar::PublicKey const& id) { return *repository.find_account(id); }

    /// What becomes of an envelope: the names of its own code and of the operations' that fail.
    std::string outcome_of(stellar::Envelope const& submitted) {
        auto const submission = ledger.submit(repository, submitted, kTimeOfVectors);
        if (auto const* invalid = std::get_if<Invalid>(&submission.outcome))
            return names_of(invalid->result);
        auto const closed = ledger.close(repository, kTimeOfVectors);
        ledger.confirm(closed);
        EXPECT_TRUE(check_conservation(repository));
        auto const transaction = repository.find_transaction(submission.hash);
        result = *stellar::decode_result(transaction->result);
        return names_of(result);
    }
    std::string outcome() { return outcome_of(envelope); }

    Ledger ledger;
    stellar::Envelope envelope;
    MemoryRepository repository;
    stellar::TransactionResult result;
};

class Vectors : public testing::TestWithParam<VectorCase> {};

/// Those that are meant to fail.
std::string expected_outcome(std::string const& name) {
    for (auto const& [vector, outcome] : std::initializer_list<std::pair<char const*, char const*>>{
             {"CreateAccount0XLMNeedsSponsorship", "tx_failed op_low_reserve"},
             {"PaymentCreditAlphanum4", "tx_failed op_no_trust"},
             {"PaymentCreditAlphanum12", "tx_failed op_no_trust"},
             {"SignedByTheWrongKey", "tx_bad_auth"},
             {"SignedTwiceByTheSameKey", "tx_bad_auth_extra"},
             {"HashXSignaturePreimageAsSignature", "tx_bad_auth_extra"}})
        if (name == vector) return outcome;
    return name.starts_with("FeeBump") ? "tx_fee_bump_inner_success" : "tx_success";
}

bool is_all_supported(stellar::Envelope const& envelope) {
    auto const candidate = candidate_of(envelope);
    return std::ranges::all_of(candidate.inner().transaction.operations, is_supported,
                               &stellar::Operation::body);
}

TEST_P(Vectors, EndAsTheyAreMeantTo) {
    VectorLedger ledger(GetParam());
    auto const outcome = ledger.outcome();
    if (is_all_supported(ledger.envelope))
        EXPECT_EQ(outcome, expected_outcome(GetParam().name));
    else
        EXPECT_TRUE(outcome.starts_with("tx_failed op_not_supported")) << outcome;
}

INSTANTIATE_TEST_SUITE_P(All, Vectors, testing::ValuesIn(transactions()),
                         base::vector_name<testing::TestParamInfo<VectorCase>>);

TEST(VectorStories, TwoOfTwo) {
    VectorLedger ledger(vector_named("SetOptionsAddSignerThresholds2Of2"));
    ASSERT_EQ(ledger.outcome(), "tx_success");
    EXPECT_EQ(ledger.account(key(1)).options, (AccountOptions{.low_threshold = 1,
                                                              .medium_threshold = 2,
                                                              .high_threshold = 2,
                                                              .signers = {{.key = key(2)}}}));
    EXPECT_EQ(ledger.account(key(1)).subentries, 1U);

    // This one is signed by the first key alone; another one by both.
    auto const alone =
        *stellar::decode_envelope_base64(vector_named("Payment1Stroop").text("envelope_xdr"));
    ledger.come_next(alone);
    EXPECT_EQ(ledger.outcome_of(alone), "tx_failed op_bad_auth");
    auto const both = *stellar::decode_envelope_base64(
        vector_named("TwoOperationsSignersInOtherOrder").text("envelope_xdr"));
    ledger.come_next(both);
    EXPECT_EQ(ledger.outcome_of(both), "tx_success");
}

TEST(VectorStories, PreimageOfAHash) {
    auto const vector = vector_named("HashXSignaturePreimageAsSignature");
    VectorLedger ledger(vector);
    EXPECT_EQ(ledger.outcome(), "tx_bad_auth_extra") << "the hash is no signer yet";
    auto owner = ledger.account(key(1));
    stellar::HashLock lock{};
    std::ranges::copy(stellar::parse_strkey(vector.text("hashx_signer"))->payload,
                      lock.hash.begin());
    owner.options.signers = {{.key = lock}};
    owner.options.medium_threshold = 2;
    owner.subentries = 1;
    ledger.repository.put_account(owner);
    EXPECT_EQ(ledger.outcome(), "tx_success");
}

TEST(VectorStories, TransactionAuthorisedBeforehand) {
    VectorLedger ledger(vector_named("SetOptionsAddPreAuthorisedTxSigner"));
    ASSERT_EQ(ledger.outcome(), "tx_success");
    auto const hash =
        base::from_hex("86bdb8a4413b120c899f35e7ddec4aa601e17dd0ee8d508e60478c051480e25b");
    stellar::PreAuthorizedTransaction expected{};
    std::ranges::copy(*hash, expected.hash.begin());
    EXPECT_EQ(ledger.account(key(1)).options.signers,
              (std::vector<AccountSigner>{{.key = expected}}));
}

TEST(VectorStories, AccountThatAnotherOnePaysFor) {
    VectorLedger ledger(vector_named("SponsoredAccountCreationBeginCreate0End"));
    ASSERT_EQ(ledger.outcome(), "tx_success");
    EXPECT_EQ(ledger.account(key(1)).sponsoring, 2U);
    EXPECT_EQ(ledger.account(key(1)).balance, kRich - 300);
    EXPECT_EQ(ledger.account(key(4)).balance, 0);
    EXPECT_EQ(ledger.account(key(4)).sponsored, 2U);
    EXPECT_EQ(ledger.account(key(4)).options.sponsor, key(1));
}

TEST(VectorStories, MergedAccount) {
    VectorLedger ledger(vector_named("AccountMerge"));
    // Its sequence number is that of an account made in ledger 1.
    ASSERT_EQ(ledger.outcome(), "tx_success");
    EXPECT_FALSE(ledger.repository.find_account(key(2)));
    EXPECT_EQ(ledger.account(key(1)).balance, 2 * kRich - 100);
    EXPECT_EQ(ledger.result.operations.at(0).merged, kRich - 100);
}

TEST(VectorStories, BumpAndDataEntry) {
    VectorLedger bump(vector_named("BumpSequence"));
    ASSERT_EQ(bump.outcome(), "tx_success");
    EXPECT_EQ(bump.account(key(1)).sequence, 4'294'970'000);

    VectorLedger data(vector_named("ManageDataSet"));
    ASSERT_EQ(data.outcome(), "tx_success");
    EXPECT_EQ(data.account(key(1)).options.data,
              (std::vector<DataEntry>{{.name = "config.memo_required", .value = {'1'}}}));
}

TEST(VectorStories, FeeBumpOverAFeeOfZero) {
    VectorLedger ledger(vector_named("FeeBumpOverAnInnerFeeOf0"));
    ASSERT_EQ(ledger.outcome(), "tx_fee_bump_inner_success");
    EXPECT_EQ(ledger.result.fee_charged, 200);
    EXPECT_EQ(ledger.account(key(3)).balance, kRich - 200);
    EXPECT_EQ(ledger.account(key(1)).balance, kRich - kLumen / 100) << "the price alone";
}

}  // namespace
}  // namespace farthing::sandbox
