#include "app/receipt_readers.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "base/testing.hpp"

namespace farthing::app {
namespace {

using Admission = api::Readers::Admission;
using std::chrono::seconds;

class ReceiptReadersTest : public testing::Test {
protected:
    payments::Purchase make_purchase() {
        return {.id = payments::PurchaseId::make(clock, random),
                .order = payments::OrderId::make(clock, random),
                .network = "testnet",
                .good = goods::GoodId::make(clock, random),
                .buyer = wallet,
                .price = base::Stroops(),
                .hash = {},
                .ledger = 3,
                .purchased_at = clock.now(),
                .expires_at = {}};
    }
    Admission admit(std::string const& client) { return admit(purchase, client); }
    Admission admit(payments::Purchase const& which, std::string const& client) {
        return readers.admit(which, client, clock.now());
    }
    void fill() {
        for (auto const* client : {"a", "b", "c"}) ASSERT_EQ(admit(client), Admission::admitted);
    }

    base::ManualClock clock;
    base::SeededRandom random{1};
    stellar::PublicKey wallet{random.bytes<32>()};
    payments::Purchase purchase = make_purchase();
    ReceiptReaders readers{2};
};

TEST_F(ReceiptReadersTest, TheFourthClientWithinAMinuteIsRefused) {
    fill();
    EXPECT_EQ(admit("d"), Admission::newly_shared);
    for (auto const* client : {"a", "b", "c"}) EXPECT_EQ(admit(client), Admission::admitted);
    EXPECT_EQ(admit(make_purchase(), "d"), Admission::admitted);
}

TEST_F(ReceiptReadersTest, APlaceIsFreeAMinuteAfterItsClientHasReadLast) {
    fill();
    clock.advance(seconds(59));
    EXPECT_EQ(admit("a"), Admission::admitted);
    EXPECT_EQ(admit("d"), Admission::newly_shared);
    clock.advance(seconds(1));
    EXPECT_EQ(admit("d"), Admission::admitted);
    EXPECT_EQ(admit("e"), Admission::admitted);
    EXPECT_EQ(admit("b"), Admission::shared);
}

TEST_F(ReceiptReadersTest, ARefusalIsNewOnceAMinute) {
    fill();
    EXPECT_EQ(admit("d"), Admission::newly_shared);
    EXPECT_EQ(admit("e"), Admission::shared);
    clock.advance(seconds(59));
    for (auto const* client : {"a", "b", "c"}) (void)admit(client);
    EXPECT_EQ(admit("d"), Admission::shared);
    clock.advance(seconds(1));
    EXPECT_EQ(admit("d"), Admission::newly_shared);
}

TEST_F(ReceiptReadersTest, TheBuyerReadsWhereTheWalletIsAsLongAsItIsThere) {
    fill();
    readers.arrived(wallet, "d");
    readers.arrived(wallet, "d");
    EXPECT_EQ(admit("d"), Admission::admitted);
    EXPECT_EQ(admit("e"), Admission::newly_shared);
    readers.left(wallet, "d");
    EXPECT_EQ(admit("d"), Admission::admitted);
    readers.left(wallet, "d");
    EXPECT_EQ(admit("d"), Admission::shared);
}

TEST_F(ReceiptReadersTest, AnotherWalletIsNoBuyer) {
    fill();
    readers.arrived(stellar::PublicKey(random.bytes<32>()), "d");
    EXPECT_EQ(admit("d"), Admission::newly_shared);
}

TEST_F(ReceiptReadersTest, ForgetsTheReceiptThatWasNotUsedForLongest) {
    auto const second = make_purchase();
    fill();
    EXPECT_EQ(admit(second, "a"), Admission::admitted);
    EXPECT_EQ(admit("d"), Admission::newly_shared);
    EXPECT_EQ(admit(make_purchase(), "a"), Admission::admitted);
    EXPECT_EQ(admit("d"), Admission::shared);
    EXPECT_EQ(admit(second, "b"), Admission::admitted);
    EXPECT_EQ(admit(make_purchase(), "a"), Admission::admitted);
    EXPECT_EQ(admit("d"), Admission::admitted);
}

TEST_F(ReceiptReadersTest, NoMoreThanThreeComeInWhoeverAsksAtOnce) {
    std::atomic<int> admitted = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, client = std::to_string(i)] {
            if (admit(client) == Admission::admitted) ++admitted;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(admitted, 3);
}

}  // namespace
}  // namespace farthing::app
