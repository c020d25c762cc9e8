#include "horizon/remote.hpp"

#include <gtest/gtest.h>

namespace farthing::horizon {
namespace {

std::string account_with(std::string_view fields) {
    return R"({"sequence":"7","subentry_count":1,"num_sponsoring":0,"num_sponsored":0,)"
           R"("extra":[{}],)" +
           std::string(fields) + "}";
}

constexpr std::string_view kBalances =
    R"("balances":[{"asset_type":"credit_alphanum4","balance":"9.0000000"},)"
    R"({"asset_type":"native","balance":"10.0000000","selling_liabilities":"0.5000000"}])";

TEST(Remote, ReadsWhatAnAccountCanSpend) {
    auto const account = parse_account(account_with(kBalances));
    ASSERT_TRUE(account) << account.error().message;
    EXPECT_EQ(account->sequence, 7);
    EXPECT_EQ(account->balance, base::Stroops::lumens(10));
    EXPECT_EQ(spendable(*account), base::Stroops::lumens(8));  // 10 - 1.5 - 0.5
}

TEST(Remote, FindsNothingToSpendBelowTheReserve) {
    RemoteAccount account{.sequence = 1,
                          .balance = base::Stroops::lumens(1),
                          .selling_liabilities = {},
                          .entries = {}};
    EXPECT_EQ(spendable(account), base::Stroops());
    account.entries.sponsored = 2;
    EXPECT_EQ(spendable(account), base::Stroops::lumens(1));
    account.selling_liabilities = base::Stroops::max();
    EXPECT_EQ(spendable(account), base::Stroops());
}

TEST(Remote, SaysWhatIsWrongWithAnAccount) {
    struct Case {
        std::string body;
        char const* message;
    };
    for (auto const& c : std::initializer_list<Case>{
             {"[]", "the account must be a JSON object"},
             {R"({"sequence":7})", "\"sequence\" of the account must be a string"},
             {R"({"sequence":"x"})", "\"sequence\": a whole number expected"},
             {account_with(R"("balances":{})"), "\"balances\" of the account must be an array"},
             {account_with(R"("balances":[])"), "the account has no balance of lumens"},
             {account_with(R"("balances":[1,{"asset_type":"native","balance":"1e9"}])"),
              "\"balance\": an amount is digits with at most 7 decimals, below "
              "922337203685.4775808"},
             {R"({"sequence":"-1"})", "\"sequence\" is out of range"},
             {R"({"sequence":"9223372036854775807"})", "\"sequence\" is out of range"},
             {R"({"sequence":"7","subentry_count":-1})", "\"subentry_count\" is out of range"}}) {
        auto const account = parse_account(c.body);
        ASSERT_FALSE(account) << c.body;
        EXPECT_EQ(account.error().message, c.message);
    }
    EXPECT_FALSE(parse_account("<html>"));
}

constexpr std::string_view kTransaction =
    R"({"hash":"0000000000000000000000000000000000000000000000000000000000000001",)"
    R"("successful":true,"ledger":9,"created_at":"2026-11-22T04:00:00Z","fee_charged":"100",)"
    R"("result_xdr":"AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA="})";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(Remote, ReadsATransaction) {
    auto const transaction = parse_transaction(kTransaction);
    ASSERT_TRUE(transaction) << transaction.error().message;
    EXPECT_EQ(transaction->hash.back(), 1);
    EXPECT_EQ(transaction->ledger, 9U);
    EXPECT_EQ(transaction->created_at, base::Timestamp::from_seconds(1'795'320'000));
    EXPECT_EQ(transaction->fee_charged.value(), 100);
    EXPECT_TRUE(transaction->result);
}

TEST(Remote, BelievesNoTransactionThatContradictsItself) {
    auto const body =
        replaced(std::string(kTransaction), "\"successful\":true", "\"successful\":false");
    EXPECT_EQ(parse_transaction(body).error().message,
              "\"successful\" and \"result_xdr\" contradict each other");
}

TEST(Remote, ReadsATransactionWhoseResultItDoesNotKnow) {
    auto const body =
        replaced(std::string(kTransaction), "AAAAAAAAAGQAAAAAAAAAAQ", "/////////////////////w");
    auto const transaction = parse_transaction(body);
    ASSERT_TRUE(transaction) << transaction.error().message;
    EXPECT_FALSE(transaction->result);
    EXPECT_TRUE(transaction->successful);
}

TEST(Remote, RefusesTransactionsWithBrokenFields) {
    for (auto const& [from, to] : std::initializer_list<std::pair<char const*, char const*>>{
             {"\"hash\":\"0", "\"hash\":\"G"},
             {"\"fee_charged\":\"100\"", "\"fee_charged\":\"-1\""},
             {"\"ledger\":9", "\"ledger\":99999999999"},
             {"\"ledger\":9", "\"ledger\":\"9\""},
             {"2026-11-22T04:00:00Z", "2026-11-22 04:00:00Z"},
             {"\"successful\":true", "\"successful\":1"}})
        EXPECT_FALSE(parse_transaction(replaced(std::string(kTransaction), from, to))) << to;
}

TEST(Remote, ReadsTimes) {
    struct Case {
        char const* text;
        std::int64_t seconds;
    };
    for (auto const& c :
         std::initializer_list<Case>{{"1970-01-01T00:00:00Z", 0},
                                     {"2000-02-29T23:59:59Z", 951'868'799},
                                     {"2026-11-22T04:00:00.123456Z", 1'795'320'000}})
        EXPECT_EQ(parse_rfc3339(c.text)->seconds(), c.seconds) << c.text;
    for (auto const* text :
         {"", "Z", "2026-11-22T04:00:00", "2026-11-22T04:00:00+01:00", "2026-02-29T04:00:00Z",
          "2026-13-01T04:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T04:60:00Z",
          "2026-11-22T04:00:60Z", "2026-11-22T04:00:00.Z", "2026-11-22T04:00:00,5Z",
          "2026-11-22t04:00:00Z", "-026-11-22T04:00:00Z", "2026-11-22T04:00:00.5xZ"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace
}  // namespace farthing::horizon
