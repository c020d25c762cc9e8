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
        current->start([this] { is_right = true; });
    }
    void wait_for_answers(std::size_t count) {
        ASSERT_TRUE(scheduler.run_until([&] { return client.asked.size() == count; }));
    }

    SalesLatch latch;
    bool is_right = false;
    std::optional<NetworkCheck> current;
};

TEST_F(NetworkCheckTest, LetsSellOnTheNetworkThatItsHorizonIsOf) {
    check(stellar::kTestnetPassphrase);
    EXPECT_NE(latch.closed_because(), std::nullopt);
    wait_for_answers(1);
    EXPECT_EQ(latch.closed_because(), std::nullopt);
    EXPECT_TRUE(is_right);
}

TEST_F(NetworkCheckTest, StopsTheSaleWhenHorizonIsOfAnotherNetwork) {
    check(stellar::kPublicPassphrase);
    wait_for_answers(1);
    EXPECT_EQ(latch.closed_because(), "Horizon of another network");
    EXPECT_FALSE(is_right);
}

TEST_F(NetworkCheckTest, AsksAgainWhenThereIsNoAnswer) {
    network.overload = http::ClientResponse{.status = 404};
    check(stellar::kTestnetPassphrase);
    wait_for_answers(2);
    EXPECT_EQ(latch.closed_because(), "Horizon has not answered yet");
    network.overload.reset();
    wait_for_answers(3);
    EXPECT_TRUE(is_right);
}

}  // namespace
}  // namespace farthing::engine
