#include "goods/secret_warnings.hpp"

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "store/goods_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

namespace farthing::goods {
namespace {

TEST(SecretWarnings, KnowTheSecretsOfTheTypo3Extension) {
    auto const of = [](std::string const& number) {
        return base::Secret(base::to_hex(base::sha256(base::as_bytes(number))));
    };
    for (auto const* number : {"0", "1", "42", "513", "514"})
        EXPECT_TRUE(is_of_typo3_extension(of(number))) << number;
    for (auto const* number : {"515", "-1", "00", ""})
        EXPECT_FALSE(is_of_typo3_extension(of(number))) << number;
}

class SecretWarningsTest : public testing::Test {
protected:
    stores::StoreId make_store() {
        return stores::create_store(
                   stores, clock, random,
                   {.network = "testnet",
                    .name = "A",
                    .payout_address = stellar::KeyPair::generate(random).address()})
            ->store.id;
    }
    std::vector<std::string> warnings_for(stores::StoreId const& owner, std::string const& secret) {
        auto const good = create(goods, clock, random, owner,
                                 {.price = base::Stroops::of(1),
                                  .shared_secret = base::Secret(secret),
                                  .url = "",
                                  .title = ""});
        return warnings_about(goods, good);
    }

    store::TestDatabase database{store::platform_schema()};
    store::StoresRepository stores{database.transaction()};
    store::GoodsRepository goods{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    stores::StoreId store = make_store();
    std::string const strong = "5d41402abc4b2a76b9719d911017c592";
};

TEST_F(SecretWarningsTest, TellOfSecretsThatAreEasyToGuess) {
    auto const warnings = warnings_for(store, "passwordpasswordpasswordpassword");
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].find("easy to guess"), std::string::npos);
    EXPECT_NE(warnings[0].find("use at least 24 random letters and digits"), std::string::npos);
    EXPECT_TRUE(warnings_for(store, strong).empty());
}

TEST_F(SecretWarningsTest, TellOfSecretsThatAreTheSameOrEndTheSame) {
    EXPECT_TRUE(warnings_for(store, strong).empty());
    auto const same = warnings_for(store, strong);
    ASSERT_EQ(same.size(), 1U);
    EXPECT_NE(same[0].find("is also that of good"), std::string::npos);
    auto const longer = warnings_for(store, "ICAg" + strong);
    ASSERT_EQ(longer.size(), 2U);
    EXPECT_NE(longer[0].find("ends with that of good"), std::string::npos);
    auto const shorter = warnings_for(store, strong.substr(4));
    ASSERT_EQ(shorter.size(), 3U);
    EXPECT_NE(shorter[0].find("is the end of that of good"), std::string::npos);
}

TEST_F(SecretWarningsTest, DoNotMindOtherStoresOtherEndsAndRemovedGoods) {
    EXPECT_TRUE(warnings_for(make_store(), strong).empty());
    EXPECT_TRUE(warnings_for(store, strong + "x").empty());
    EXPECT_TRUE(warnings_for(store, "9f86d081884c7d65" + strong.substr(20)).empty());
    auto const gone = create(goods, clock, random, store,
                             {.price = base::Stroops::of(1),
                              .shared_secret = base::Secret(strong),
                              .url = "",
                              .title = ""});
    (void)remove(goods, clock, store, gone.id);
    EXPECT_TRUE(warnings_for(store, strong).empty());
}

TEST_F(SecretWarningsTest, StayFewHoweverManyGoodsShareASecret) {
    for (int i = 0; i < 100; ++i) warnings_for(store, i % 2 == 0 ? "short" : strong);
    EXPECT_EQ(warnings_for(store, strong).size(), 3U);
    EXPECT_EQ(warnings_for(store, "short").size(), 4U);
}

}  // namespace
}  // namespace farthing::goods
