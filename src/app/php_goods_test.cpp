#include "app/php_goods.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "store/testing.hpp"

namespace farthing::app {
namespace {

class PhpGoodsTest : public testing::Test {
protected:
    void write(std::string const& name, std::string const& metadata) {
        std::filesystem::create_directories(folder.path() / name);
        std::ofstream(folder.path() / name / "metadata.ini") << metadata;
    }

    store::TemporaryFolder folder;
    PhpGoods goods{folder.path(), folder.path()};
};

TEST_F(PhpGoodsTest, AreReadAsTheExampleServerReadsThem) {
    write("hello.txt", "; a good\nsecret = \"kaTBAIv5j\"\r\ncontent_type = text/plain\n");
    write("film.mp4",
          "[good]\nsecret='x y'\nid = 558bcdbb1309c59725bdb559\nprice = 4000\nother = 1\n"
          "payment_cert = 1\n");
    std::ofstream(folder.path() / "README") << "not a good";
    std::ofstream(folder.path() / "hello.txt" / "hello.txt") << "hello";
    auto const list = goods.read();
    ASSERT_TRUE(list) << list.error().message;
    ASSERT_EQ(list->goods.size(), 2U);
    EXPECT_TRUE(list->faults.empty());
    EXPECT_EQ(list->missing, std::vector{(folder.path() / "film.mp4").string() +
                                         ": film.mp4/film.mp4: No such file or directory"});
    auto const& film = list->goods[0].item;
    EXPECT_EQ(list->goods[0].path, "/film.mp4");
    EXPECT_EQ(film.file, "film.mp4/film.mp4");
    EXPECT_EQ(film.shared_secret, base::Secret("x y"));
    EXPECT_EQ(film.price, base::Stroops::of(4'000));
    EXPECT_TRUE(film.takes_secret);
    auto const& text = list->goods[1].item;
    EXPECT_EQ(text.content_type, "text/plain");
    EXPECT_EQ(text.shared_secret, base::Secret("kaTBAIv5j"));
    EXPECT_EQ(text.good_id, "");
    EXPECT_FALSE(text.takes_secret);
}

TEST_F(PhpGoodsTest, AWrongOneIsNamedAndTheRestIsRead) {
    write("good", "secret = abc\n");
    write("mute", "content_type = text/html\n");
    write("torn", "secret = abc\nwhat is this\n");
    write("free", "secret = abc\nprice = -4\n");
    write("verify", "secret = abc\n");
    write(".hidden", "secret = abc\n");
    std::filesystem::create_directory(folder.path() / "empty");
    auto const list = goods.read();
    ASSERT_EQ(list->goods.size(), 1U);
    ASSERT_EQ(list->faults.size(), 5U);
    EXPECT_NE(list->faults[0].find("empty/metadata.ini"), std::string::npos);
    EXPECT_NE(list->faults[1].find("price"), std::string::npos);
    EXPECT_NE(list->faults[2].find("mute/metadata.ini: \"secret\""), std::string::npos);
    EXPECT_NE(list->faults[3].find("line 2"), std::string::npos) << list->faults[3];
}

TEST_F(PhpGoodsTest, SecretsThatEveryUserCanReadAreWarnedOf) {
    auto const rights = [this](char const* name, mode_t mode) {
        ASSERT_EQ(::chmod((folder.path() / name / "metadata.ini").c_str(), mode), 0);
    };
    for (auto const* name : {"a", "b", "c"}) write(name, "secret = abc\n");
    rights("a", 0640);
    rights("b", 0644);
    rights("c", 0644);
    auto const root = folder.path().string();
    EXPECT_EQ(goods.read()->exposed, "every user of this machine can read the secret in " + root +
                                         "/b/metadata.ini and 1 more; run: chmod o= " + root +
                                         "/*/metadata.ini");
    rights("b", 0600);
    rights("c", 0600);
    EXPECT_EQ(goods.read()->exposed, "");
}

TEST_F(PhpGoodsTest, EveryChangeShowsInTheFingerprint) {
    write("a", "secret = abc\n");
    auto const first = goods.fingerprint();
    EXPECT_EQ(goods.fingerprint(), first);
    write("a", "secret = abcd\n");
    auto const second = goods.fingerprint();
    EXPECT_NE(second, first);
    write("b", "secret = abc\n");
    EXPECT_NE(goods.fingerprint(), second);
}

}  // namespace
}  // namespace farthing::app
