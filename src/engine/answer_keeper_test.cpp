#include "engine/answer_keeper.hpp"

#include "engine/shop_testing.hpp"
#include "store/answers_repository.hpp"

namespace farthing::engine {
namespace {

class AnswerKeeperTest : public ShopTest {
protected:
    void keep(std::size_t answers) {
        in_transaction([&](store::Transaction& transaction) {
            auto const store = store::StoresRepository(transaction).stores().front().id;
            store::AnswersRepository repository(transaction);
            for (std::size_t i = 0; i < answers; ++i)
                repository.insert(
                    store, {.key = std::to_string(i), .request = {}, .fields = "", .body = ""},
                    clock.now());
            return 0;
        });
    }
    std::int64_t kept() {
        return in_transaction([](store::Transaction& transaction) {
            return transaction.query("SELECT count(*) FROM answers", {}).at(0).integer(0);
        });
    }
    std::int64_t in_transaction(std::function<std::int64_t(store::Transaction&)> const& work) {
        return *database.write_now<std::int64_t>(
            [&](store::Transaction& transaction) { return base::Result(work(transaction)); });
    }

    AnswerKeeper keeper{{database, scheduler, clock, log}};
};

TEST_F(AnswerKeeperTest, DropsAllThatAreTooOldAndLooksAgainLater) {
    keep(AnswerKeeper::kAtOnce * 2 + 1);
    keeper.start();
    ASSERT_TRUE(scheduler.run_until([&] { return scheduler.now() == AnswerKeeper::kEvery; }));
    wait_for_database();
    EXPECT_EQ(kept(), AnswerKeeper::kAtOnce * 2 + 1);
    clock.advance(store::kAnswersKept + std::chrono::milliseconds(1));
    EXPECT_TRUE(scheduler.run_until([&] { return kept() == 0; }));
}

}  // namespace
}  // namespace farthing::engine
