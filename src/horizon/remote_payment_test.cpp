#include "horizon/remote_payment.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::horizon {
namespace {

class RemotePaymentTest : public testing::Test {
protected:
    /// A record with the fields of its type, and what else its transaction tells.
    std::string record(std::string_view fields,
                       std::string_view transaction = R"("memo_type":"none")",
                       bool successful = true) const {
        return R"({"id":"30064775169","paging_token":"30064775169","transaction_successful":)" +
               std::string(successful ? "true" : "false") + R"(,"source_account":")" + reader +
               R"(","created_at":"2026-11-22T04:00:00Z","transaction_hash":")" + kHash + "\"," +
               std::string(fields) + R"(,"transaction":{"hash":")" + kHash + R"(","ledger":7,)" +
               std::string(transaction) + "}}";
    }
    std::string payment(std::string_view type = "payment") const {
        return R"("type":")" + std::string(type) + R"(","asset_type":"native","from":")" + reader +
               R"(","to":")" + merchant + R"(","amount":"0.0004000")";
    }
    static std::string page(std::string const& records) {
        return R"({"_links":{},"_embedded":{"records":[)" + records + "]}}";
    }
    base::Result<std::vector<RemotePayment>> parse(std::string const& body) const {
        return parse_payments(body, merchant_key);
    }
    RemotePayment one(std::string const& record) const {
        auto const parsed = parse(page(record));
        EXPECT_TRUE(parsed) << parsed.error().message;
        return parsed->at(0);
    }
    std::optional<Incoming> incoming(std::string const& fields) const {
        return one(record(fields)).incoming;
    }

    static constexpr char const* kHash =
        "00000000000000000000000000000000000000000000000000000000000000aa";
    base::SeededRandom random;
    stellar::PublicKey merchant_key = stellar::KeyPair::generate(random).public_key();
    stellar::PublicKey reader_key = stellar::KeyPair::generate(random).public_key();
    std::string merchant = merchant_key.address();
    std::string reader = reader_key.address();
};

TEST_F(RemotePaymentTest, ReadsWhatAPaymentBrought) {
    auto const read = one(record(payment(), R"("memo_type":"text","memo":"thanks")"));
    EXPECT_EQ(read.position, (HistoryPosition{7, 1, 1}));
    EXPECT_EQ(read.created_at, base::Timestamp::from_seconds(1'795'320'000));
    EXPECT_EQ(read.hash.back(), 0xaa);
    EXPECT_FALSE(read.inner_hash);
    EXPECT_EQ(read.memo, "thanks");
    ASSERT_TRUE(read.incoming);
    EXPECT_EQ(read.incoming->kind, Incoming::Kind::payment);
    EXPECT_EQ(read.incoming->from, reader_key);
    EXPECT_EQ(read.incoming->asset, stellar::Asset(stellar::NativeAsset{}));
    EXPECT_EQ(read.incoming->amount, base::Stroops::of(4'000));
}

TEST_F(RemotePaymentTest, ReadsWhatEachTypeBrought) {
    for (auto const* type :
         {"path_payment_strict_receive", "path_payment_strict_send", "path_payment"})
        EXPECT_EQ(incoming(payment(type))->kind, Incoming::Kind::payment) << type;

    auto const created =
        incoming(R"("type":"create_account","funder":")" + reader +
                 R"(","starting_balance":"10.0000000","account":")" + merchant + "\"");
    EXPECT_EQ(created->kind, Incoming::Kind::account_created);
    EXPECT_EQ(created->amount, base::Stroops::lumens(10));
    auto const merged = incoming(R"("type":"account_merge","account":")" + reader +
                                 R"(","into":")" + merchant + "\"");
    EXPECT_EQ(merged->kind, Incoming::Kind::account_merged);
    EXPECT_EQ(merged->from, reader_key);
    EXPECT_FALSE(merged->amount);
}

TEST_F(RemotePaymentTest, KnowsACreditByItsIssuer) {
    auto const credit = incoming(
        R"("type":"payment","asset_type":"credit_alphanum4","asset_code":"XLM",)"
        R"("asset_issuer":")" +
        reader + R"(","from":")" + reader + R"(","to":")" + merchant + R"(","amount":"1.0000000")");
    EXPECT_EQ(std::get<stellar::CreditAsset>(credit->asset),
              (stellar::CreditAsset{.code = "XLM", .issuer = reader_key}));
}

TEST_F(RemotePaymentTest, AddsUpWhatAContractMovedToTheAccount) {
    auto const change = [&](std::string const& to, std::string const& amount) {
        return R"({"asset_type":"native","type":"transfer","from":")" + reader + R"(","to":")" +
               to + R"(","amount":")" + amount + "\"}";
    };
    auto const contract = [&](std::string const& changes) {
        return R"("type":"invoke_host_function","asset_balance_changes":[)" + changes + "]";
    };
    auto const brought =
        incoming(contract(change(merchant, "1.0000000") + "," + change(reader, "5.0000000") + "," +
                          change(merchant, "2.0000000")));
    EXPECT_EQ(brought->kind, Incoming::Kind::contract);
    EXPECT_EQ(brought->from, reader_key);
    EXPECT_EQ(brought->amount, base::Stroops::lumens(3));

    auto const most = "922337203685.4775807";
    EXPECT_FALSE(incoming(contract(change(merchant, most) + "," + change(merchant, most)))->amount);
    EXPECT_FALSE(incoming(contract(change(reader, "1.0000000"))));
    EXPECT_FALSE(incoming(contract(R"({"asset_type":"native","type":"burn","amount":"1"})")));
    EXPECT_FALSE(incoming(R"("type":"invoke_host_function")"));
}

TEST_F(RemotePaymentTest, KeepsTheRecordWhenNothingCameIn) {
    auto const swapped = R"("type":"payment","asset_type":"native","from":")" + merchant +
                         R"(","to":")" + reader + R"(","amount":"1.0000000")";
    auto const within = R"("type":"payment","asset_type":"native","from":")" + merchant +
                        R"(","to":")" + merchant + R"(","amount":"1.0000000")";
    EXPECT_FALSE(incoming(swapped));
    EXPECT_FALSE(incoming(within));
    EXPECT_FALSE(incoming(R"("type":"something_new","amount":[])"));
    auto const failed = one(record(payment(), R"("memo_type":"none")", false));
    EXPECT_FALSE(failed.incoming);
    EXPECT_EQ(failed.position.ledger, 7U);
}

TEST_F(RemotePaymentTest, ReadsTheMemoOnlyWhenItIsText) {
    auto const memo = [&](std::string const& fields) {
        return one(record(payment(), fields)).memo;
    };
    EXPECT_FALSE(memo(R"("memo_type":"none")"));
    EXPECT_FALSE(memo(R"("memo_type":"id","memo":"7")"));
    EXPECT_EQ(memo(R"("memo_type":"text","memo":"")"), "");
    EXPECT_EQ(memo(R"("memo_type":"text")"), "");
    EXPECT_EQ(memo(R"("memo_type":"text","memo":"a\u0000b\nc\u007f")"),
              "a\xef\xbf\xbd"
              "b\xef\xbf\xbd"
              "c\xef\xbf\xbd");
}

TEST_F(RemotePaymentTest, TellsTheInnerHashOfAFeeBump) {
    std::string inner(64, '0');
    inner.back() = '1';
    auto const read = one(record(
        payment(), R"("memo_type":"none","fee_bump_transaction":{"hash":")" + std::string(kHash) +
                       R"("},"inner_transaction":{"hash":")" + inner + R"("})"));
    EXPECT_EQ(read.hash.back(), 0xaa);
    EXPECT_EQ(read.inner_hash->back(), 1);
}

TEST_F(RemotePaymentTest, RefusesAPageWithABrokenRecord) {
    auto const replaced = [&](std::string_view from, std::string_view to) {
        auto text = record(payment());
        auto const at = text.find(from);
        EXPECT_NE(at, text.npos) << from;
        return page(text.replace(at, from.size(), to));
    };
    ASSERT_TRUE(parse(replaced("payment", "payment")));
    for (auto const& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
             {"\"id\":\"30064775169\"", "\"id\":30064775169"},
             {"\"id\":\"30064775169\"", "\"id\":\"-1\""},
             {"\"id\":\"30064775169\"", "\"id\":\"30064775168\""},  // a transaction's
             {"\"ledger\":7", "\"ledger\":8"},
             {"\"amount\":\"0.0004000\"", "\"amount\":\"4e-4\""},
             {"\"amount\":\"0.0004000\"", "\"amount\":\"-0.0004000\""},
             {"\"amount\":\"0.0004000\"", "\"value\":\"0.0004000\""},
             {"\"asset_type\":\"native\"", "\"asset_type\":\"credit_alphanum4\""},
             {"\"to\":\"G", "\"to\":\"M"},
             {"2026-11-22T", "2026-11-22 "},
             {"00aa\"", "00ag\""},
             {"true", "1"},
             {"\"memo_type\":\"none\"", "\"memo_type\":\"text\",\"memo\":7"},
             {"\"transaction\":", "\"something\":"}})
        EXPECT_FALSE(parse(replaced(from, to))) << to;
    EXPECT_FALSE(parse("[]"));
    EXPECT_FALSE(parse("{}"));
    EXPECT_FALSE(parse(R"({"_embedded":{"records":null}})"));
    EXPECT_FALSE(parse(page("7")));
    EXPECT_TRUE(parse(page(""))->empty());
}

}  // namespace
}  // namespace farthing::horizon
