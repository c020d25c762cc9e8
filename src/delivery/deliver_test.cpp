#include "delivery/deliver.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "receipts/receipt.hpp"

namespace farthing::delivery {
namespace {

constexpr auto kNow = base::Timestamp::from_seconds(1'790'000'000);
constexpr std::string_view kContent =
    "The penny was the first coin to travel further than its king.";

/// One file in memory.
class OneFile final : public Files {
public:
    bool in_memory = false;

    base::Result<std::shared_ptr<StoredFile const>> open(Item const&) override {
        auto const descriptor = ::memfd_create("content", 0);
        EXPECT_EQ(::write(descriptor, kContent.data(), kContent.size()),
                  static_cast<ssize_t>(kContent.size()));
        return std::shared_ptr<StoredFile const>(std::make_shared<StoredFile>(StoredFile{
            .file = std::make_shared<http::File>(descriptor, kContent.size()),
            .content = in_memory ? std::make_shared<std::string const>(kContent) : nullptr,
            .etag = "\"e1\"",
            .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"}));
    }
};

class DeliverTest : public testing::Test {
protected:
    std::string receipt(base::Timestamp expires_at = kNow + std::chrono::seconds(60)) const {
        return receipts::issue({.expires_at = expires_at, .issued_to = "02fc", .id = "01JD"},
                               item.shared_secret);
    }

    http::Response get(std::string query, std::vector<http::Field> fields = {}) {
        http::Request request;
        request.method = http::Method::get;
        request.query = query;
        for (auto const& field : fields) request.fields.push(field);
        http::Response response;
        deliver(request, item, files, kNow, response);
        return response;
    }

    static std::string sent(http::Response const& response) {
        auto const* slice = std::get_if<http::FileSlice>(&response.body());
        if (slice == nullptr) return std::string(response.body_text());
        std::string text(slice->length, '\0');
        EXPECT_EQ(::pread(slice->file->descriptor(), text.data(), text.size(),
                          static_cast<off_t>(slice->offset)),
                  static_cast<ssize_t>(text.size()));
        return text;
    }

    OneFile files;
    Item item{.good_id = "558bcdbb1309c59725bdb559",
              .price = base::Stroops::of(4'000),
              .shared_secret = base::Secret("n1hLnMiJwAwB"),
              .content_type = "text/html; charset=utf-8",
              .file = "1.html"};
};

TEST_F(DeliverTest, AReceiptOpensTheGoodByQueryOrByHeader) {
    auto const text = receipt();
    for (auto const& response : {get("paymentReceipt=" + text), get("a=1&paymentReceipt=" + text),
                                 get("", {{"x-payment-certificate", text}})}) {
        EXPECT_EQ(response.status(), 200);
        EXPECT_EQ(sent(response), kContent);
        EXPECT_EQ(response.field("Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(response.field("Cache-Control"), "private, no-store");
        EXPECT_EQ(response.field("X-Content-Type-Options"), "nosniff");
    }
}

TEST_F(DeliverTest, WithoutAValidReceiptNoByteAndNoSizeLeaves) {
    auto altered = receipt();
    altered[3] = altered[3] == 'A' ? 'B' : 'A';
    for (auto const& query :
         {std::string(), std::string("paymentReceipt="), "paymentReceipt=" + altered,
          "paymentReceipt=" + receipt() + "a", "paymentReceipt=" + receipt(kNow),
          std::string("paymentCert=n1hLnMiJwAwB")}) {
        for (auto const& fields : {std::vector<http::Field>{},
                                   {{"Range", "bytes=0-3"}},
                                   {{"If-None-Match", "\"e1\""}}}) {
            auto const response = get(query, fields);
            EXPECT_EQ(response.status(), 402) << query;
            EXPECT_EQ(response.field("X-Payment-Price"), "4000");
            EXPECT_EQ(response.field("X-Payment-ID-SatoshiPay"), item.good_id);
            EXPECT_EQ(response.field("Cache-Control"), "no-store");
            EXPECT_EQ(response.field("ETag"), "");
            EXPECT_EQ(response.field("Last-Modified"), "");
            EXPECT_EQ(response.field("Content-Range"), "");
            EXPECT_EQ(sent(response).find("penny"), std::string::npos);
        }
    }
}

TEST_F(DeliverTest, SaysWhenAReceiptHasExpired) {
    EXPECT_NE(get("paymentReceipt=" + receipt(kNow)).body_text().find("expired"),
              std::string_view::npos);
}

TEST_F(DeliverTest, TwoProofsAreOneTooMany) {
    auto const text = receipt();
    EXPECT_EQ(get("paymentReceipt=" + text + "&paymentReceipt=" + text).status(), 400);
    EXPECT_EQ(get("paymentReceipt=" + text, {{"X-Payment-Certificate", text}}).status(), 400);
    EXPECT_EQ(get("", {{"X-Payment-Certificate", text}, {"X-Payment-Certificate", text}}).status(),
              400);
}

TEST_F(DeliverTest, SendsExactlyTheRangeAskedFor) {
    struct Case {
        char const* range;
        int status;
        std::string_view body;
        char const* content_range;
    };
    auto const query = "paymentReceipt=" + receipt();
    for (auto const& c :
         std::initializer_list<Case>{{"bytes=0-2", 206, kContent.substr(0, 3), "bytes 0-2/61"},
                                     {"bytes=4-", 206, kContent.substr(4), "bytes 4-60/61"},
                                     {"bytes=-5", 206, kContent.substr(56), "bytes 56-60/61"},
                                     {"bytes=4-9999", 206, kContent.substr(4), "bytes 4-60/61"},
                                     {"lines=1-2", 200, kContent, ""},
                                     {"bytes=0-1,5-6", 200, kContent, ""}}) {
        for (bool const in_memory : {false, true}) {
            files.in_memory = in_memory;
            auto const response = get(query, {{"Range", c.range}});
            EXPECT_EQ(response.status(), c.status) << c.range;
            EXPECT_EQ(sent(response), c.body) << c.range;
            EXPECT_EQ(response.field("Content-Range"), c.content_range) << c.range;
        }
    }
    auto const beyond = get(query, {{"Range", "bytes=61-"}});
    EXPECT_EQ(beyond.status(), 416);
    EXPECT_EQ(beyond.field("Content-Range"), "bytes */61");
}

TEST_F(DeliverTest, HonoursConditionsOnceItIsPaid) {
    auto const query = "paymentReceipt=" + receipt();
    EXPECT_EQ(get(query, {{"If-None-Match", "\"e1\""}}).status(), 304);
    EXPECT_EQ(get(query, {{"If-None-Match", "\"other\""}}).status(), 200);
    EXPECT_EQ(get(query, {{"Range", "bytes=0-2"}, {"If-Range", "\"e1\""}}).status(), 206);
    EXPECT_EQ(get(query, {{"Range", "bytes=0-2"}, {"If-Range", "\"other\""}}).status(), 200);
}

}  // namespace
}  // namespace farthing::delivery
