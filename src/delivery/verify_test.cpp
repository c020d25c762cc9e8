#include "delivery/verify.hpp"

#include <gtest/gtest.h>

#include "receipts/receipt.hpp"

namespace farthing::delivery {
namespace {

constexpr auto kNow = base::Timestamp::from_seconds(1'790'000'000);

class VerifyTest : public testing::Test {
protected:
    static Shelved good(std::string path, std::string_view secret, bool is_folder = false) {
        return {.path = std::move(path),
                .item = {.good_id = "558bcdbb1309c59725bdb559",
                         .price = base::Stroops::of(4'000),
                         .shared_secret = base::Secret(secret),
                         .is_folder = is_folder}};
    }
    static std::string receipt(std::string_view secret) {
        return receipts::issue(
            {.expires_at = kNow + std::chrono::seconds(60), .issued_to = "02fc", .id = "01JD"},
            base::Secret(secret));
    }
    http::Response ask(std::vector<http::Field> const& fields, std::string_view query = "") const {
        http::Request request;
        request.query = query;
        for (auto const& field : fields) request.fields.push(field);
        http::Response response;
        verify(request, catalogue, kNow, response);
        return response;
    }

    Catalogue catalogue{{good("/cheap", "cheapcheapcheapcheap"), good("/dear", "deardeardeardear"),
                         good("/film", "filmfilmfilmfilm", true)}};
    std::string cheap = "/cheap?paymentReceipt=" + receipt("cheapcheapcheapcheap");
};

TEST_F(VerifyTest, LetsPassWhoHasPaid) {
    for (auto const* name : {"X-Original-URI", "X-Forwarded-Uri"})
        EXPECT_EQ(ask({{name, cheap}}).status(), 204) << name;
    EXPECT_EQ(ask({{"X-Original-URI", cheap}}).field("X-Payment-Identifier"),
              "558bcdbb1309c59725bdb559");
    auto const by_header = receipt("cheapcheapcheapcheap");
    EXPECT_EQ(ask({{"X-Original-URI", "/cheap"}, {"X-Payment-Certificate", by_header}}).status(),
              204);
    auto const film = receipt("filmfilmfilmfilm");
    EXPECT_EQ(ask({{"X-Original-URI", "/film/1.ts?paymentReceipt=" + film}}).status(), 204);
}

TEST_F(VerifyTest, TellsOthersWhatItCosts) {
    auto const response = ask({{"X-Forwarded-Uri", "/dear"}});
    EXPECT_EQ(response.status(), 402);
    EXPECT_EQ(response.field("X-Payment-Price"), "4000");
    EXPECT_EQ(ask({{"X-Forwarded-Uri", "/nothing"}}).status(), 404);
    EXPECT_EQ(ask({{"X-Forwarded-Uri", "/dear"}}, "unpaid=403").status(), 403);
    EXPECT_EQ(ask({{"X-Forwarded-Uri", "/dear"}}, "unpaid=401").status(), 401);
    EXPECT_EQ(ask({{"X-Forwarded-Uri", "/nothing"}}, "unpaid=403").status(), 403);
    EXPECT_EQ(ask({{"X-Original-URI", cheap}}, "unpaid=403").status(), 204);
}

// A client must not be able to have another request judged than the one that it makes.
TEST_F(VerifyTest, JudgesNoRequestOfWhichThereAreTwo) {
    for (auto const& fields : std::initializer_list<std::vector<http::Field>>{
             {},
             {{"X-Original-URI", ""}},
             {{"X-Original-URI", "cheap"}},
             {{"X-Original-URI", cheap}, {"X-Forwarded-Uri", "/dear"}},
             {{"X-Original-URI", "/dear"}, {"X-Forwarded-Uri", cheap}},
             {{"X-Forwarded-Uri", cheap}, {"X-Forwarded-Uri", "/dear"}}}) {
        EXPECT_EQ(ask(fields).status(), 400);
        EXPECT_EQ(ask(fields, "unpaid=403").status(), 403);
    }
    auto const proof = "?paymentReceipt=" + receipt("cheapcheapcheapcheap");
    for (auto const& target : std::initializer_list<std::string>{
             "/dear#/../cheap" + proof, "/cheap#" + proof, cheap + "#", cheap + "&a= b",
             cheap + "&a=\"", cheap + "&a=<", cheap + "&a=>", cheap + "&a=\\", cheap + "&a=\x01",
             cheap + "&a=\x7f", cheap + "&a=\xc3\xa9"})
        EXPECT_EQ(ask({{"X-Original-URI", target}}).status(), 400) << target;
    EXPECT_EQ(ask({{"X-Original-URI", cheap + "&a[]=%23|'(x)"}}).status(), 204);
    auto const dotted = "/cheap/../dear?paymentReceipt=" + receipt("cheapcheapcheapcheap");
    EXPECT_EQ(ask({{"X-Original-URI", dotted}}).status(), 404);
    auto const film = "/film/../dear?paymentReceipt=" + receipt("filmfilmfilmfilm");
    EXPECT_EQ(ask({{"X-Original-URI", film}}).status(), 404);
}

}  // namespace
}  // namespace farthing::delivery
