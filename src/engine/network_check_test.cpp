#include "engine/network_check.hpp"

#include "engine/shop_testing.hpp"

namespace farthing::engine {
namespace {

class NetworkCheckTest : public ShopTest {
protected:
    void check(std::string_view passphrase) {
        payments::Network const wanted{
            .name = "live", .passphrase = std::string(passphrase), .id = {}};
        current.emplace(NetworkCheck::Needs{horizon, scheduler, log, latch}, wanted);
        current->start();
    }
    void wait_for_answers(std::size_t count) {
        ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() == count; }));
    }

    SalesLatch latch;
    std::optional<NetworkCheck> current;
};

TEST_F(NetworkCheckTest, LetsSellOnTheNetworkThatItsHorizonIsOf) {
    check(stellar::kTestnetPassphrase);
    wait_for_answers(1);
    EXPECT_EQ(latch.closed_because(), std::nullopt);
}

TEST_F(NetworkCheckTest, StopsTheSaleWhenHorizonIsOfAnotherNetwork) {
    check(stellar::kPublicPassphrase);
    wait_for_answers(1);
    EXPECT_EQ(latch.closed_because(), "Horizon of another network");
}

TEST_F(NetworkCheckTest, AsksAgainWhenThereIsNoAnswer) {
    network.overload = http::ClientResponse{.status = 404};
    check(stellar::kPublicPassphrase);
    wait_for_answers(2);
    EXPECT_EQ(latch.closed_because(), std::nullopt);
    network.overload.reset();
    wait_for_answers(3);
    EXPECT_NE(latch.closed_because(), std::nullopt);
}

}  // namespace
}  // namespace farthing::engine
