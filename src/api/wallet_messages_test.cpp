#include "api/wallet_messages.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace farthing::api {
namespace {

constexpr std::string_view kGood = "558bcdbb1309c59725bdb559";
constexpr std::string_view kOrder = "01ARYZ6S410000000000000000";
std::string const kSignature = std::string(86, 'A') + "==";

std::string refusal(std::string const& text) {
    auto const parsed = parse_wallet_message(text);
    auto const* bad = std::get_if<BadMessage>(&parsed);
    return bad == nullptr ? "accepted" : bad->message;
}

template <class Command>
Command command(std::string const& text) {
    return std::get<Command>(std::get<WalletMessage>(parse_wallet_message(text)).command);
}

std::string message(std::string const& fields) {
    return R"({"request":"7",)" + fields + "}";
}

TEST(WalletMessages, AreReadIntoTypes) {
    EXPECT_EQ(command<PlaceOrder>(message(R"("type":"order","good":")" + std::string(kGood) + "\""))
                  .good.text(),
              kGood);
    auto const submit =
        command<SubmitOrder>(message(R"("type":"submit","order":")" + std::string(kOrder) +
                                     R"(","signature":")" + kSignature + "\""));
    EXPECT_EQ(submit.order.text(), kOrder);
    EXPECT_TRUE(std::holds_alternative<stellar::Signature>(submit.consent));
    auto const goods = command<AskGoods>(
        message(R"("type":"goods","goods":[")" + std::string(kGood) + R"(","x"])"));
    EXPECT_EQ(goods.ids.size(), 1U);
    EXPECT_EQ(command<AskPurchases>(message(R"("type":"purchases")")).before, std::nullopt);
    auto const behind = message(R"("type":"purchases","before":")" + std::string(kOrder) + "\"");
    EXPECT_EQ(command<AskPurchases>(behind).before->text(), kOrder);
    EXPECT_NE(refusal(message(R"("type":"purchases","before":"x")")), "accepted");
    EXPECT_EQ(goods.malformed, std::vector<std::string>{"x"});
    (void)command<AskBalance>(message(R"("type":"balance")"));
}

TEST(WalletMessages, ThatMakeNoSenseAreRefusedByName) {
    struct Case {
        std::string text;
        char const* named;
    };
    for (auto const& c : std::initializer_list<Case>{
             {"", "JSON"},
             {"[]", "object"},
             {R"({"type":"balance"})", "request"},
             {R"({"type":"balance","request":""})", "request"},
             {R"({"type":"balance","request":")" + std::string(65, 'x') + "\"}", "request"},
             {R"({"type":"balance","request":7})", "request"},
             {message(R"("type":"fly")"), "type"},
             {message(R"("type":"balance","extra":1)"), "extra"},
             {message(R"("type":"order","good":"x")"), "good"},
             {message(R"("type":"submit","order":"x","signature":"")"), "order"},
             {message(R"("type":"submit","order":")" + std::string(kOrder) + "\""), "signature"},
             {message(R"("type":"submit","order":")" + std::string(kOrder) +
                      R"(","signature":"AAAA")"),
              "64 bytes"},
             {message(R"("type":"submit","order":")" + std::string(kOrder) + R"(","signature":")" +
                      kSignature + R"(","envelope":"A")"),
              "either"},
             {message(R"("type":"authenticate","address":"GABC","signature":")" + kSignature +
                      "\""),
              "address"}})
        EXPECT_NE(refusal(c.text).find(c.named), std::string::npos) << c.text << "\n"
                                                                    << refusal(c.text);
}

TEST(WalletMessages, TellARefusalUnderTheRequestItIsAbout) {
    auto const parsed = parse_wallet_message(message(R"("type":"fly")"));
    EXPECT_EQ(std::get<BadMessage>(parsed).request, "7");
}

TEST(WalletMessages, WriteAmountsAsTextAndTimesAsNumbers) {
    engine::AccountState const account{
        .sequence = 1, .balance = base::Stroops::lumens(10), .spendable = base::Stroops::lumens(9)};
    EXPECT_EQ(
        write_balance("3", account),
        R"({"type":"balance","request":"3","exists":true,"balance":"100000000","spendable":"90000000"})");
    EXPECT_EQ(write_balance("", std::nullopt),
              R"({"type":"balance","exists":false,"balance":"0","spendable":"0"})");
    EXPECT_EQ(write_error("3", "busy", "Wait."),
              R"({"type":"error","request":"3","code":"busy","message":"Wait."})");
    EXPECT_EQ(write_unknown_network({"testnet", "live"}),
              R"({"type":"error","code":"unknown_network",)"
              R"("message":"This server sells on: testnet, live.","networks":["testnet","live"]})");
}

}  // namespace
}  // namespace farthing::api
