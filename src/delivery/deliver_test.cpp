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

    base::Result<std::shared_ptr<StoredFile const>> open(Item const&,
                                                         std::string_view member) override {
        if (member == "nothing.ts") return base::fail(base::Errc::not_found, "no such file");
        auto const descriptor = ::memfd_create("content", 0);
        EXPECT_EQ(::write(descriptor, kContent.data(), kContent.size()),
                  static_cast<ssize_t>(kContent.size()));
        auto stored = std::make_shared<StoredFile>(StoredFile{
            .file = std::make_shared<http::File>(descriptor, kContent.size()),
            .content = in_memory ? std::make_shared<std::string const>(kContent) : nullptr,
            .etag = "\"e1\"",
            .modified = base::Timestamp::from_seconds(784'111'777)});
        complete(*stored);
        return std::shared_ptr<StoredFile const>(std::move(stored));
    }
};

class DeliverTest : public testing::Test {
protected:
    std::string receipt(base::Timestamp expires_at = kNow + std::chrono::seconds(60)) const {
        return receipts::issue({.expires_at = expires_at, .issued_to = "02fc", .id = "01JD"},
                               item.shared_secret);
    }

    http::Response get(std::string const& query, std::vector<http::Field> const& fields = {}) {
        return ask("/paid", query, fields);
    }

    http::Response ask(std::string const& path, std::string const& query,
                       std::vector<http::Field> const& fields = {},
                       http::Method method = http::Method::get) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.query = query;
        for (auto const& field : fields) request.fields.push(field);
        Catalogue const catalogue({{.path = "/paid", .item = item}});
        auto const place = catalogue.find(path);
        http::Response response;
        if (place) deliver(request, *place, {files, kNow, purchases}, response);
        return response;
    }

    static std::string sent(http::Response const& response) {
        if (auto const* slice = std::get_if<http::FileSlice>(&response.body())) return read(*slice);
        auto const* parts = std::get_if<http::FileParts>(&response.body());
        if (parts == nullptr) return std::string(response.body_text());
        std::string text;
        for (auto const& part : parts->parts) text += part.head + read(part.slice);
        return text + parts->end;
    }

    static std::string read(http::FileSlice const& slice) {
        std::string text(slice.length, '\0');
        EXPECT_EQ(::pread(slice.file->descriptor(), text.data(), text.size(),
                          static_cast<off_t>(slice.offset)),
                  static_cast<ssize_t>(text.size()));
        return text;
    }

    OneFile files;
    Purchases* purchases = nullptr;
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
                                     {"bytes=5-6,0-7", 206, kContent.substr(0, 8), "bytes 0-7/61"},
                                     {"bytes=2-1", 200, kContent, ""}}) {
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

TEST_F(DeliverTest, SendsSeveralRangesAsParts) {
    for (bool const in_memory : {false, true}) {
        files.in_memory = in_memory;
        auto const response =
            get("paymentReceipt=" + receipt(), {{"Range", "bytes=-5, 0-2, 10-11, 11-12"}});
        EXPECT_EQ(response.status(), 206);
        std::string const type(response.field("Content-Type"));
        ASSERT_TRUE(type.starts_with("multipart/byteranges; boundary=")) << type;
        EXPECT_EQ(response.field("Content-Range"), "");
        auto const boundary = type.substr(type.find('=') + 1);
        std::string expected;
        struct Part {
            std::size_t first;
            std::size_t size;
            char const* said;
        };
        for (auto const& [first, size, said] :
             std::initializer_list<Part>{{0, 3, "0-2"}, {10, 3, "10-12"}, {56, 5, "56-60"}})
            expected += "\r\n--" + boundary + "\r\nContent-Type: text/html; charset=utf-8" +
                        "\r\nContent-Range: bytes " + said + "/61\r\n\r\n" +
                        std::string(kContent.substr(first, size));
        expected += "\r\n--" + boundary + "--\r\n";
        EXPECT_EQ(sent(response), expected);
        EXPECT_EQ(response.body_size(), expected.size());
    }
}

TEST_F(DeliverTest, AskedForMorePartsThanItSendsItSendsAll) {
    std::string many = "bytes=0-0";
    for (int i = 1; i <= 16; ++i) many += "," + std::to_string(3 * i) + "-" + std::to_string(3 * i);
    EXPECT_EQ(get("paymentReceipt=" + receipt(), {{"Range", many}}).status(), 200);
}

TEST_F(DeliverTest, HeadKnowsNoRanges) {
    auto const response =
        ask("/paid", "paymentReceipt=" + receipt(), {{"Range", "bytes=0-2"}}, http::Method::head);
    EXPECT_EQ(response.status(), 200);
    EXPECT_EQ(response.body_size(), kContent.size());
}

TEST_F(DeliverTest, ADateIsAValidatorOnlyOnceItIsASecondOld) {
    auto const query = "paymentReceipt=" + receipt();
    std::vector<http::Field> const fields{{"Range", "bytes=0-2"},
                                          {"If-Range", "Sun, 06 Nov 1994 08:49:37 GMT"}};
    EXPECT_EQ(get(query, fields).status(), 206);
    EXPECT_EQ(get(query, {{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status(), 304);
    EXPECT_EQ(get(query, {{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}).status(), 412);
    EXPECT_EQ(get(query, {{"If-Match", "\"other\""}}).status(), 412);
}

TEST_F(DeliverTest, TheSecretOpensOnlyAGoodThatTakesIt) {
    EXPECT_EQ(get("paymentCert=n1hLnMiJwAwB").status(), 402);
    EXPECT_EQ(get("", {{"X-Payment-Certificate", "n1hLnMiJwAwB"}}).status(), 402);
    item.takes_secret = true;
    EXPECT_EQ(get("paymentCert=n1hLnMiJwAwB").status(), 200);
    EXPECT_EQ(get("paymentCert=n1hLnMiJw%41wB").status(), 200);
    EXPECT_EQ(get("", {{"X-Payment-Certificate", "n1hLnMiJwAwB"}}).status(), 200);
    EXPECT_EQ(get("", {{"X-Payment-Certificate", receipt()}}).status(), 200);
    for (auto const* query :
         {"paymentCert=", "paymentCert=n1hLnMiJwAw", "paymentCert=n1hLnMiJwAwBx", "paymentCert=%",
          "paymentReceipt=n1hLnMiJwAwB"})
        EXPECT_EQ(get(query).status(), 402) << query;
    EXPECT_EQ(get("paymentCert=n1hLnMiJwAwB&paymentReceipt=" + receipt()).status(), 400);
}

TEST_F(DeliverTest, SaysHowAFileIsToBeSaved) {
    auto const query = "paymentReceipt=" + receipt();
    EXPECT_EQ(get(query).field("Content-Disposition"), "");
    item.save_as = "Bericht.html";
    EXPECT_EQ(get(query).field("Content-Disposition"), "inline; filename=\"Bericht.html\"");
    item.is_download = true;
    EXPECT_EQ(get(query).field("Content-Disposition"), "attachment; filename=\"Bericht.html\"");
    item.save_as = "";
    EXPECT_EQ(get(query).field("Content-Disposition"), "attachment; filename=\"1.html\"");
    item.content_type = "application/zip";
    item.is_download = false;
    EXPECT_EQ(get(query).field("Content-Disposition"), "attachment; filename=\"1.html\"");
}

class FolderTest : public DeliverTest {
protected:
    FolderTest() {
        item.is_folder = true;
        item.file = "film";
        item.content_type = "";
        item.index = "master.m3u8";
    }
};

TEST_F(FolderTest, OneReceiptOpensAllThatIsInIt) {
    auto const query = "paymentReceipt=" + receipt();
    EXPECT_EQ(ask("/paid/1.ts", query).field("Content-Type"), "video/mp2t");
    EXPECT_EQ(sent(ask("/paid/a/2.ts", "", {{"X-Payment-Certificate", receipt()}})), kContent);
    EXPECT_EQ(sent(ask("/paid/" + receipt() + "/a/2.ts", "")), kContent);
    EXPECT_EQ(ask("/paid/nothing.ts", query).status(), 404);
    for (auto const* path : {"/paid", "/paid/", "/paid/1.ts", "/paid/nothing.ts", "/paid/a/b.ts"}) {
        auto const response = ask(path, "");
        EXPECT_EQ(response.status(), 402) << path;
        EXPECT_EQ(response.field("Content-Type"), "application/problem+json");
    }
    EXPECT_EQ(ask("/paid/" + receipt(kNow) + "/1.ts", "").status(), 402);
    EXPECT_EQ(ask("/paid/" + receipt() + "/1.ts", query).status(), 400);
}

TEST_F(FolderTest, WhatRefersToNeighboursIsReachedWithTheReceiptInThePath) {
    auto const text = receipt();
    auto const query = "paymentReceipt=" + text;
    struct Case {
        std::string path;
        std::string query;
        std::string location;  ///< Empty: sent at once.
    };
    for (auto const& c : std::initializer_list<Case>{
             {"/paid", query, "paid/" + text + "/master.m3u8"},
             {"/paid/", query, text + "/master.m3u8"},
             {"/paid/master.m3u8", query, text + "/master.m3u8"},
             {"/paid/a/b/x%20y.html", query, "../../" + text + "/a/b/x%20y.html"},
             {"/paid/master.m3u8/", query, "../" + text + "/master.m3u8"},
             {"/paid/a/b.html/", query, "../../" + text + "/a/b.html"},
             {"/paid/" + text, "", text + "/master.m3u8"},
             {"/paid/" + text + "/", "", ""},
             {"/paid/" + text + "/master.m3u8", "", ""},
             {"/paid/1.ts", query, ""}}) {
        auto const response = ask(c.path, c.query);
        EXPECT_EQ(response.status(), c.location.empty() ? 200 : 302) << c.path;
        EXPECT_EQ(response.field("Location"), c.location) << c.path;
    }
}

TEST_F(FolderTest, AColonInItsNameIsNoScheme) {
    Catalogue const catalogue({{.path = "/part:1", .item = item}});
    auto const query = "paymentReceipt=" + receipt();
    http::Request request;
    request.path = "/part:1";
    request.query = query;
    http::Response response;
    deliver(request, *catalogue.find(request.path), {files, kNow}, response);
    EXPECT_EQ(response.field("Location"), "./part:1/" + receipt() + "/master.m3u8");
}

TEST_F(FolderTest, WithoutAnIndexItIsNothingByItself) {
    item.index = "";
    EXPECT_EQ(ask("/paid/", "paymentReceipt=" + receipt()).status(), 404);
    EXPECT_EQ(ask("/paid/", "").status(), 402);
}

}  // namespace
}  // namespace farthing::delivery
