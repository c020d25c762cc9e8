#include "store/answers_repository.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::store {
namespace {

class AnswersTest : public testing::Test {
protected:
    stores::StoreId make_store() {
        return stores::create_store(
                   stores, clock, random,
                   {.network = "testnet",
                    .name = "A",
                    .payout_address = stellar::KeyPair::generate(random).address()})
            ->store.id;
    }
    void keep(std::string const& key, std::size_t size = 10) {
        answers.insert(store,
                       {.key = key,
                        .request = base::sha256(base::as_bytes(key)),
                        .fields = "A: b\r\n",
                        .body = std::string(size, 'x')},
                       clock.now());
    }
    bool knows(std::string const& key) { return answers.find(store, key, clock.now()).has_value(); }

    TestDatabase database{platform_schema()};
    StoresRepository stores{database.transaction()};
    AnswersRepository answers{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    stores::StoreId store = make_store();
};

TEST_F(AnswersTest, AreFoundByStoreAndKey) {
    keep("one");
    auto const found = answers.find(store, "one", clock.now());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->request, base::sha256(base::as_bytes("one")));
    EXPECT_EQ(found->fields, "A: b\r\n");
    EXPECT_EQ(found->body, "xxxxxxxxxx");
    EXPECT_FALSE(knows("two"));
    EXPECT_FALSE(answers.find(make_store(), "one", clock.now()));
}

TEST_F(AnswersTest, AreFoundForADayAndForgottenSomeAtATime) {
    for (auto const* key : {"1", "2", "3"}) keep(key);
    clock.advance(kAnswersKept);
    keep("new");
    EXPECT_TRUE(knows("1"));
    EXPECT_EQ(answers.forget(clock.now(), 2), 0);
    clock.advance(std::chrono::milliseconds(1));
    EXPECT_FALSE(knows("1"));
    EXPECT_EQ(answers.forget(clock.now(), 2), 2);
    EXPECT_EQ(answers.forget(clock.now(), 2), 1);
    EXPECT_TRUE(knows("new"));
}

TEST_F(AnswersTest, TakeThePlaceOfThoseThatAreFoundNoMore) {
    keep("key", 10);
    clock.advance(kAnswersKept * 2);
    keep("key", 20);
    EXPECT_EQ(answers.find(store, "key", clock.now())->body.size(), 20U);
}

TEST_F(AnswersTest, AreForgottenOldestFirstWhenAStoreHasTooMany) {
    constexpr std::size_t kLarge = 8 * 1024 * 1024;
    for (int i = 0; i < 9; ++i) keep(std::to_string(i), kLarge);
    EXPECT_FALSE(knows("0"));
    for (int i = 1; i < 9; ++i) EXPECT_TRUE(knows(std::to_string(i))) << i;
}

}  // namespace
}  // namespace farthing::store
