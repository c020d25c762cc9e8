#include "app/goods_file.hpp"

#include <gtest/gtest.h>

#include "store/data_directory.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

class GoodsFileTest : public testing::Test {
protected:
    base::Result<GoodsList> read(std::string const& text) {
        store::write_private_file(file, text);
        return read_goods_file(file);
    }
    static std::string entry(std::string const& change = "", std::string const& to = "") {
        std::string text =
            "[[good]]\npath = \"/paid/1.html\"\nfile = \"1.html\"\nid = "
            "\"558bcdbb1309c59725bdb559\"\n"
            "price = 4000\nshared_secret = \"abc\"\ncontent_type = \"text/html\"\n";
        if (!change.empty()) text.replace(text.find(change), change.size(), to);
        return text;
    }

    store::TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "goods.toml";
};

TEST_F(GoodsFileTest, IsReadBackAsItWasWritten) {
    auto const goods = read("platform = \"https://pay.example.org\"\n" + entry() +
                            "[[good]]\npath = \"/film\"\nfolder = \"film\"\nid = "
                            "\"558bcdbb1309c59725bdb55a\"\nprice = 9\nshared_secret = \"def\"\n"
                            "title = \"A film\"\nindex = \"master.m3u8\"\nsave_as = \"x\"\n"
                            "download = true\npayment_cert = true\n");
    ASSERT_TRUE(goods) << goods.error().message;
    ASSERT_EQ(goods->goods.size(), 2U) << goods->faults.at(0);
    write_goods_file(file, goods->goods);
    auto const again = read_goods_file(file);
    ASSERT_TRUE(again) << again.error().message;
    ASSERT_EQ(again->goods.size(), 2U);
    auto const& article = again->goods[0].item;
    EXPECT_EQ(again->goods[0].path, "/paid/1.html");
    EXPECT_EQ(article.good_id, "558bcdbb1309c59725bdb559");
    EXPECT_EQ(article.price, base::Stroops::of(4'000));
    EXPECT_EQ(article.shared_secret, base::Secret("abc"));
    EXPECT_EQ(article.platform, "https://pay.example.org");
    auto const& film = again->goods[1].item;
    EXPECT_TRUE(film.is_folder && film.is_download && film.takes_secret);
    EXPECT_EQ(film.file + film.title + film.index + film.save_as, "filmA filmmaster.m3u8x");
}

TEST_F(GoodsFileTest, AWrongEntryIsNamedWithItsLineAndTheRestIsRead) {
    struct Case {
        std::string text;
        char const* named;
    };
    for (auto const& c : std::initializer_list<Case>{
             {entry() + "x = 1\n", "line 8: unknown key \"x\""},
             {entry("4000", "\"4000\""), "line 5: \"price\""},
             {entry("4000", "0"), "line 5: \"price\""},
             {entry("/paid/1.html", "paid"), "line 2: \"path\""},
             {entry("/paid/1.html", "/../secret"), "line 2: \"path\""},
             {entry("/paid/1.html", "/paid//1"), "line 2: \"path\""},
             {entry("/paid/1.html", "/paid/"), "line 2: \"path\""},
             {entry("/paid/1.html", "/"), "line 2: \"path\""},
             {entry("/paid/1.html", "/verify"), "line 2: \"path\""},
             {entry("\"1.html\"", "\"../1.html\""), "line 3: \"file\""},
             {entry("\"1.html\"", "\"/etc/passwd\""), "line 3: \"file\""},
             {entry("\"1.html\"", "\".ssh/id\""), "line 3: \"file\""},
             {entry() + "folder = \"a\"\n", "exclude each other"},
             {entry() + "index = \"a.html\"\n", "line 8: \"index\""},
             {entry() + "download = 1\n", "line 8: \"download\""},
             {entry("text/html", "html"), "line 7: \"content_type\""},
             {entry("text/html", "text/html\\r\\nX: y"), "line 7: \"content_type\""},
             {entry("558b", "558B"), "line 4: \"id\""},
             {entry("abc", ""), "line 6: \"shared_secret\""}}) {
        auto const goods = read(entry("/paid/1.html", "/other") + c.text);
        ASSERT_TRUE(goods) << goods.error().message;
        ASSERT_EQ(goods->faults.size(), 1U) << c.text;
        auto named = std::string(c.named);
        if (auto const line = named.find("line "); line == 0) {
            // Behind the seven lines of the entry before it.
            auto const number = std::stoi(named.substr(5));
            named = "line " + std::to_string(number + 7) + named.substr(named.find(':'));
        }
        EXPECT_NE(goods->faults[0].find(named), std::string::npos) << goods->faults[0];
        EXPECT_NE(goods->faults[0].find("goods.toml"), std::string::npos);
        ASSERT_EQ(goods->goods.size(), 1U);
        EXPECT_EQ(goods->goods[0].path, "/other");
    }
    auto const twice = read(entry() + entry());
    ASSERT_EQ(twice->faults.size(), 1U);
    EXPECT_NE(twice->faults[0].find("line 8"), std::string::npos) << twice->faults[0];
}

TEST_F(GoodsFileTest, EverythingThatIsWrongWithAnEntryIsNamedAtOnce) {
    auto text = entry("4000", "0");
    text.replace(text.find("shared_secret"), 13, "secret");
    auto const place = file.string() + " line ";
    auto const misspelt = read(text)->faults;
    ASSERT_EQ(misspelt.size(), 3U);
    EXPECT_EQ(misspelt[0].find(place + "6: unknown key \"secret\"; a good has path, file"), 0U);
    EXPECT_EQ(misspelt[1], place + "5: \"price\" must be a positive integer of stroops");
    EXPECT_EQ(misspelt[2], place + "1: \"shared_secret\" is missing");

    auto const senseless = read(entry("/paid/1.html", "paid") + "index = \"..\"\n")->faults;
    ASSERT_EQ(senseless.size(), 2U);
    EXPECT_EQ(senseless[0].find(place + "2: \"path\""), 0U) << senseless[0];
    EXPECT_EQ(senseless[1].find(place + "8: \"index\""), 0U) << senseless[1];
}

TEST_F(GoodsFileTest, AGoodWithoutItsFileIsNamedWithItsLine) {
    store::write_private_file(file, entry() + entry("/paid/1.html", "/2"));
    std::filesystem::create_symlink(file, folder.path() / "1.html");
    auto const list = GoodsFile(file, folder.path()).read();
    ASSERT_EQ(list->goods.size(), 2U);
    ASSERT_EQ(list->missing.size(), 2U);
    EXPECT_NE(list->missing[1].find("goods.toml line 8: 1.html: it is a symbolic link"),
              std::string::npos)
        << list->missing[1];
    EXPECT_TRUE(GoodsFile(file, {}).read()->missing.empty());
}

TEST_F(GoodsFileTest, WhatIsNoListIsRefusedAsAWhole) {
    for (auto const& text :
         {std::string("[[good]\n"), std::string("good = 7\n"), std::string("good = [7]\n"),
          std::string(""), "x = 1\n" + entry(), "platform = \"pay.example.org\"\n" + entry(),
          "platform = \"https://pay.example.org/\"\n" + entry(),
          "platform = \"https://a/'>\"\n" + entry()}) {
        auto const goods = read(text);
        ASSERT_FALSE(goods) << text;
        EXPECT_NE(goods.error().message.find("goods.toml"), std::string::npos);
    }
}

}  // namespace
}  // namespace farthing::app
