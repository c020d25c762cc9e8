#include "base/sealing.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"
#include "base/testing.hpp"

namespace farthing::base {
namespace {

SealingKeys keys(std::string const& text) {
    auto parsed = SealingKeys::parse(Secret(text));
    ensure(parsed.has_value());
    return std::move(*parsed);
}

std::string const kOld(64, 'a');
std::string const kNew(64, 'b');

TEST(Sealing, OpensWhatItSealedAtThePlaceItWasSealedFor) {
    auto const mine = keys(kOld);
    for (std::string const text : {"", "n1hLnMiJwAwB", "\xff\n", "a"}) {
        auto const sealed = mine.seal("good 1", Secret(text));
        EXPECT_EQ(mine.open("good 1", sealed)->reveal(), text);
        EXPECT_FALSE(mine.open("good 2", sealed));
        EXPECT_FALSE(mine.open("good 11", sealed));
        EXPECT_FALSE(mine.open("", sealed));
    }
}

TEST(Sealing, ShowsNothingOfTheSecretAndOpensNothingThatWasTouched) {
    auto const mine = keys(kOld);
    auto const sealed = mine.seal("good 1", Secret("n1hLnMiJwAwB"));
    EXPECT_EQ(std::string(as_text(sealed)).find("n1hL"), std::string::npos);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto touched = sealed;
        touched[i] ^= 1;
        EXPECT_FALSE(mine.open("good 1", touched)) << i;
        EXPECT_FALSE(mine.open("good 1", ByteView(sealed).first(i))) << i;
    }
}

TEST(Sealing, GivesOtherBytesAtEachPlaceForEachSecretUnderEachKey) {
    auto const mine = keys(kOld);
    auto const sealed = mine.seal("good 1", Secret("a"));
    EXPECT_EQ(sealed, mine.seal("good 1", Secret("a")));
    EXPECT_NE(sealed, mine.seal("good 2", Secret("a")));
    EXPECT_NE(sealed, mine.seal("good 1", Secret("b")));
    EXPECT_NE(sealed, keys(kNew).seal("good 1", Secret("a")));
}

/// Databases in the field hold bytes of this form.
TEST(Sealing, KeepsItsForm) {
    EXPECT_EQ(
        to_hex(keys(kOld).seal("good 1", Secret("n1hLnMiJwAwB"))),
        "0162e83f17c31c2b4e38b6d16bc1d1e90a13a028114b0985f13f0ebf2dc98f0a37b2ce741c1af40dd0a2a7bc"
        "c75dc77d49888f25176ade2f87cc2d8503a38740");
}

TEST(Sealing, TheFirstKeySealsAndBothOpen) {
    auto const old = keys(kOld);
    auto const both = keys(kNew + "\n" + kOld + "\n");
    EXPECT_TRUE(both.open("good 1", old.seal("good 1", Secret("a"))));
    auto const sealed = both.seal("good 1", Secret("a"));
    EXPECT_TRUE(keys(kNew).open("good 1", sealed));
    auto const refused = old.open("good 1", sealed);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("not in the key file"), std::string::npos);
    EXPECT_TRUE(both.has(old.current()));
    EXPECT_FALSE(old.has(both.current()));
}

TEST(Sealing, FindsEqualTextsByTheirFingerprint) {
    auto const mine = keys(kOld);
    EXPECT_EQ(mine.fingerprint({"tail"}), mine.fingerprint({"tail"}));
    EXPECT_NE(mine.fingerprint({"tail"}), mine.fingerprint({"tale"}));
    EXPECT_NE(mine.fingerprint({"ta", "il"}), mine.fingerprint({"tai", "l"}));
    EXPECT_NE(mine.fingerprint({"tail"}), keys(kNew).fingerprint({"tail"}));
}

TEST(Sealing, ReadsAKeyFileAsEditorsLeaveIt) {
    for (auto const& text :
         {kOld, kOld + "\n", kOld + "\r\n", kOld + "\n\n", "\n" + kOld + "\r\n\r\n"}) {
        EXPECT_EQ(keys(text).current(), keys(kOld).current());
        EXPECT_EQ(keys(text).size(), 1U);
    }
    auto const both = keys(kNew + "\r\n\r\n" + kOld + "\r\n");
    EXPECT_EQ(both.current(), keys(kNew).current());
    EXPECT_TRUE(both.has(keys(kOld).current()));
}

TEST(Sealing, RefusesWhatIsNoKeyFile) {
    for (auto const& text : std::initializer_list<std::string>{
             "", "\n", "\r\n", "abc", "\r" + kOld, kOld + " \n", kOld + "\n" + kNew + "\n" + kOld,
             std::string(64, 'A'), kOld + kNew})
        EXPECT_FALSE(SealingKeys::parse(Secret(text))) << text;
    SeededRandom random;
    EXPECT_TRUE(SealingKeys::parse(make_sealing_key(random)));
}

}  // namespace
}  // namespace farthing::base
