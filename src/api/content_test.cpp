#include "api/content.hpp"

#include <gtest/gtest.h>

#include <future>

#include "base/encoding.hpp"
#include "engine/shop_testing.hpp"
#include "store/clock_mark.hpp"

namespace farthing::api {
namespace {

constexpr std::string_view kPaid = "The penny was the first coin to travel further than its king.";

/// Files in memory: the same bytes under every name.
class TestContent final : public Content, public delivery::Files {
public:
    std::optional<Place> find(goods::GoodId const& good) override {
        auto const found = places.find(good.text());
        return found == places.end() ? std::nullopt : std::optional(found->second);
    }
    delivery::Files& files() override { return *this; }
    base::Result<std::shared_ptr<delivery::StoredFile const>> open(delivery::Item const&,
                                                                   std::string_view) override {
        auto stored = std::make_shared<delivery::StoredFile>(delivery::StoredFile{
            .content = std::make_shared<std::string const>(kPaid), .etag = "\"e1\""});
        delivery::complete(*stored);
        return std::shared_ptr<delivery::StoredFile const>(std::move(stored));
    }

    std::map<std::string, Place> places;
};

/// Says who asked for what, and answers as a test wants.
class TestReaders final : public Readers {
public:
    Admission admit(payments::Purchase const& purchase, std::string const& client,
                    base::Timestamp) override {
        asked.push_back(purchase.id.text() + " " + client);
        return answer;
    }
    void arrived(stellar::PublicKey const&, std::string const&) override {}
    void left(stellar::PublicKey const&, std::string const&) override {}

    std::vector<std::string> asked;
    Admission answer = Admission::admitted;
};

class ContentTest : public engine::ShopTest {
protected:
    ContentTest() {
        content.places[good->text()] = {.file = good->text() + "/article.html"};
        add_content_routes(router, api);
    }

    http::Response get(std::string const& path, std::string const& query = "",
                       std::vector<http::Field> const& fields = {}) {
        http::Request request;
        request.path = path;
        request.query = query;
        request.peer_address = "::ffff:192.0.2.7";
        for (auto const& field : fields) request.fields.push(field);
        auto const match = router.find(request);
        if (match.route == nullptr) return http::Response(0);
        EXPECT_TRUE(match.route->cross_origin);
        auto const answered = std::make_shared<std::promise<http::Response>>();
        std::get<http::DeferredHandler>(match.route->handler)(
            request,
            [answered](http::Response response) { answered->set_value(std::move(response)); });
        return answered->get_future().get();
    }
    http::Response open(goods::GoodId const& id, std::string const& receipt) {
        return get(content_path("testnet", id), "paymentReceipt=" + receipt);
    }
    http::Response open(std::string const& receipt) { return open(*good, receipt); }

    /// Another good of the shop, with this secret.
    goods::GoodId add_good(std::string_view its_secret) {
        auto const added = *in_store<goods::Good>([&](store::Transaction& transaction) {
            store::GoodsRepository goods(transaction);
            auto const first = *goods.find_on_network("testnet", *good);
            auto description = first.description;
            description.shared_secret = base::Secret(std::string(its_secret));
            return base::Result(goods::create(goods, clock, random, first.store, description));
        });
        content.places[added.id.text()] = {.file = added.id.text() + "/song.mp3"};
        return added.id;
    }

    payments::Purchase buy(std::optional<base::Timestamp> expires_at = {}) {
        auto const order = submitted(reader);
        payments::Purchase purchase{.id = payments::PurchaseId::make(clock, random),
                                    .order = order.id,
                                    .network = "testnet",
                                    .good = order.good,
                                    .buyer = order.buyer,
                                    .price = order.price,
                                    .hash = order.hash,
                                    .ledger = 3,
                                    .purchased_at = clock.now(),
                                    .expires_at = expires_at};
        (void)in_store<bool>([&](store::Transaction& transaction) {
            store::PaymentsRepository(transaction).insert_purchase(purchase);
            return base::Result(true);
        });
        return purchase;
    }
    std::string receipt_of(payments::Purchase const& purchase) {
        return payments::issue_receipt(purchase, secret, clock.now()).text;
    }
    /// What whoever has the secret can sign.
    std::string forged(payments::Purchase const& purchase, std::string id, base::Timestamp end,
                       std::string issued_to = {}) {
        if (issued_to.empty()) issued_to = base::to_hex(purchase.buyer.bytes());
        return receipts::issue(
            {.expires_at = end, .issued_to = std::move(issued_to), .id = std::move(id)}, secret);
    }

    template <class T>
    base::Result<T> in_store(store::Database::Decide<T> decide) {
        return database.write_now<T>(std::move(decide));
    }

    TestContent content;
    engine::SalesLatch books;
    engine::SalesGate gate{books};
    /// So few that readers would notice if they were charged to a key, or to nobody's.
    RequestLimits limits{{.key = {.count = 1, .burst = 1}}, clock, random};
    base::ForwardClock forward{clock};
    TestReaders readers;
    engine::TestLog log;
    ContentApi api{database, forward, gate, limits, content, "testnet", "https://pay.example.org",
                   readers,  log};
    http::Router router;
    base::Secret secret{"n1hLnMiJwAwB"};
};

TEST_F(ContentTest, APurchaseOpensItsGood) {
    auto const answer = open(receipt_of(buy()));
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.body_text(), kPaid);
    EXPECT_EQ(answer.field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(answer.field("Content-Disposition"), "inline; filename=\"article.html\"");
    EXPECT_EQ(answer.field("Cache-Control"), "private, no-store");
}

TEST_F(ContentTest, WithoutOneTheAnswerSaysWhatItCostsAndNothingOfTheFile) {
    for (auto const& query : {std::string(), std::string("paymentReceipt=x"),
                              std::string("paymentCert=n1hLnMiJwAwB")}) {
        auto const answer = get(content_path("testnet", *good), query);
        EXPECT_EQ(answer.status(), 402);
        EXPECT_EQ(answer.field("X-Payment-Price"), "4000");
        EXPECT_EQ(answer.field("X-Payment-Identifier"), good->text());
        EXPECT_EQ(answer.field("ETag"), "");
        EXPECT_NE(answer.body_text().find("https://pay.example.org/testnet"), std::string::npos);
    }
}

TEST_F(ContentTest, AReceiptOpensOneGoodWhateverTheSecrets) {
    auto const receipt = receipt_of(buy());
    EXPECT_EQ(open(add_good("n1hLnMiJwAwB"), receipt).status(), 402);
    // As if it were signed with the end of the secret that it was signed with.
    auto const shifted = add_good("JwAwB");
    auto const dot = receipt.find('.');
    EXPECT_EQ(open(shifted, receipt.substr(0, dot) + "n1hLnMi" + receipt.substr(dot)).status(),
              402);
    EXPECT_EQ(open(receipt).status(), 200);
}

TEST_F(ContentTest, ASignatureWithoutAPurchaseOpensNothing) {
    auto const hour = std::chrono::hours(1);
    auto const purchase = buy(clock.now() + hour);
    auto const id = purchase.id.text();
    auto const end = clock.now() + hour;
    EXPECT_EQ(open(forged(purchase, id, end)).status(), 200);
    EXPECT_EQ(open(forged(purchase, id, end + std::chrono::seconds(1))).status(), 402);
    EXPECT_EQ(open(forged(purchase, id, end, "02fc")).status(), 402);
    EXPECT_EQ(open(forged(purchase, "01JD", end)).status(), 402);
    auto const unknown = payments::PurchaseId::make(clock, random).text();
    EXPECT_EQ(open(forged(purchase, unknown, end)).status(), 402);
}

TEST_F(ContentTest, TheSecretItselfIsNoProof) {
    auto const answer =
        get(content_path("testnet", *good), "", {{"X-Payment-Certificate", "n1hLnMiJwAwB"}});
    EXPECT_EQ(answer.status(), 402);
}

TEST_F(ContentTest, AReceiptEndsAndStaysEndedWhenTheClockGoesBack) {
    auto const start = clock.now();
    auto const purchase = buy(start + std::chrono::minutes(1));
    auto const receipt = receipt_of(purchase);
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(open(receipt).status(), 402);
    clock.set(start);
    EXPECT_EQ(open(receipt).status(), 402);
}

TEST_F(ContentTest, WhatTheLastProcessKnewOfTheTimeHolds) {
    auto const receipt = receipt_of(buy(clock.now() + std::chrono::minutes(1)));
    (void)in_store<bool>([this](store::Transaction& transaction) {
        store::raise_clock_mark(transaction, "testnet", clock.now() + std::chrono::minutes(2));
        return base::Result(true);
    });
    EXPECT_EQ(open(receipt).status(), 402);
}

TEST_F(ContentTest, ANewSecretOrARemovalHoldsFromTheNextRequestOn) {
    auto const purchase = buy();
    auto const receipt = receipt_of(purchase);
    auto const change = [this](auto const& what) {
        (void)in_store<bool>([&](store::Transaction& transaction) {
            store::GoodsRepository goods(transaction);
            auto const store = goods.find_on_network("testnet", *good)->store;
            return base::Result(what(goods, store).has_value());
        });
    };
    change([this](auto& goods, auto const& store) {
        return goods::change(goods, clock, store, *good,
                             {.shared_secret = base::Secret("another secret of it")});
    });
    EXPECT_EQ(open(receipt).status(), 402);
    auto const renewed =
        payments::issue_receipt(purchase, base::Secret("another secret of it"), clock.now()).text;
    EXPECT_EQ(open(renewed).status(), 200);
    change([this](auto& goods, auto const& store) {
        return goods::remove(goods, clock, store, *good);
    });
    EXPECT_EQ(open(renewed).status(), 404);
}

TEST_F(ContentTest, NothingIsSentWhileBooksOrClockAreNotInOrder) {
    auto const receipt = receipt_of(buy());
    books.close("breach M3");
    EXPECT_EQ(open(receipt).status(), 503);
    EXPECT_EQ(open(receipt).body_text().find(kPaid), std::string::npos);
    EXPECT_EQ(open("x").status(), 402);
    books.open();
    gate.clock.close("clock set back");
    EXPECT_EQ(open(receipt).status(), 503);
    gate.clock.open();
    EXPECT_EQ(open(receipt).status(), 200);
}

TEST_F(ContentTest, AReceiptThatIsPassedAroundOpensNothingMore) {
    auto const purchase = buy();
    auto const receipt = receipt_of(purchase);
    readers.answer = Readers::Admission::newly_shared;
    auto const refused = open(receipt);
    EXPECT_EQ(refused.status(), 402);
    EXPECT_NE(refused.body_text().find("\"receipt_shared\""), std::string::npos);
    EXPECT_EQ(refused.body_text().find(kPaid), std::string::npos);
    EXPECT_EQ(readers.asked, std::vector{purchase.id.text() + " 192.0.2.7"});
    auto const said = log.text();
    EXPECT_NE(
        said.find("code=receipt_shared good=" + good->text() + " purchase=" + purchase.id.text()),
        std::string::npos)
        << said;
    EXPECT_EQ(said.find(receipt), std::string::npos);
    readers.answer = Readers::Admission::shared;
    EXPECT_EQ(open(receipt).status(), 402);
    EXPECT_EQ(log.text(), said);
}

TEST_F(ContentTest, WhatIsNoReceiptForTheGoodTakesNoPlaceOfAReader) {
    auto const receipt = receipt_of(buy());
    EXPECT_EQ(open(add_good("n1hLnMiJwAwB"), receipt).status(), 402);
    EXPECT_EQ(open(receipt + "x").status(), 402);
    EXPECT_TRUE(readers.asked.empty());
}

TEST_F(ContentTest, GoodsWithoutFilesOfOtherNetworksAndOddIdsAreNotFound) {
    auto const receipt = receipt_of(buy());
    content.places.clear();
    EXPECT_EQ(open(receipt).status(), 404);
    for (auto const* id :
         {"558bcdbb1309c59725bdb559", "x", "..", "%2e%2e", "558BCDBB1309C59725BDB559"})
        EXPECT_NE(get("/testnet/content/" + std::string(id)).status(), 200) << id;
    content.places[good->text()] = {.file = "a"};
    ContentApi const live{database, forward, gate, limits, content, "live", "", readers, log};
    add_content_routes(router, live);
    EXPECT_EQ(get("/content/" + good->text(), "paymentReceipt=" + receipt).status(), 404);
}

TEST_F(ContentTest, AFolderOpensAsAWholeWithTheReceiptInItsPath) {
    content.places[good->text()] = {.file = good->text(), .is_folder = true, .index = "index.m3u8"};
    auto const receipt = receipt_of(buy());
    auto const path = content_path("testnet", *good);
    EXPECT_EQ(open(receipt).field("Location"), good->text() + "/" + receipt + "/index.m3u8");
    auto const inside = get(path + "/" + receipt + "/720p/1.ts");
    EXPECT_EQ(inside.status(), 200);
    EXPECT_EQ(inside.field("Content-Type"), "video/mp2t");
    EXPECT_EQ(get(path + "/720p/1.ts").status(), 402);
    EXPECT_EQ(get(path + "/" + receipt + "/../../x").status(), 0);
    EXPECT_EQ(get(path + "/" + receipt + "/..%2f..%2fx").status(), 404);
}

TEST_F(ContentTest, WhatIsSentHasNoRightsOnThePlatformsOrigin) {
    auto const receipt = receipt_of(buy());
    struct Case {
        std::string name, type, policy, disposition;
    };
    for (auto const& c : std::initializer_list<Case>{
             {"a.html", "text/html; charset=utf-8", "sandbox", "inline; filename=\"a.html\""},
             {"a.svg", "image/svg+xml", "sandbox", "inline; filename=\"a.svg\""},
             {"a.xml", "application/xml", "sandbox", "inline; filename=\"a.xml\""},
             {"a.mp4", "video/mp4", "sandbox", "inline; filename=\"a.mp4\""},
             {"a.js", "application/octet-stream", "sandbox", "attachment; filename=\"a.js\""},
             {"a.pdf", "application/pdf", "", "inline; filename=\"a.pdf\""}}) {
        content.places[good->text()] = {.file = good->text() + "/" + c.name};
        auto const answer = open(receipt);
        EXPECT_EQ(answer.field("Content-Type"), c.type);
        EXPECT_EQ(answer.field("Content-Security-Policy"), c.policy) << c.name;
        EXPECT_EQ(answer.field("Content-Disposition"), c.disposition);
        EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.field("Referrer-Policy"), "no-referrer");
    }
    content.places[good->text()] = {.file = good->text() + "/a.html"};
    auto const page = get(content_path("testnet", *good), "", {{"Accept", "text/html"}});
    EXPECT_NE(page.body_text().find("data-sp-sandbox=\"true\""), std::string::npos);
}

}  // namespace
}  // namespace farthing::api
