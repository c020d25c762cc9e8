#include "app/goods_file.hpp"

#include <gtest/gtest.h>

#include "store/data_directory.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

class GoodsFileTest : public testing::Test {
protected:
    base::Result<std::vector<Shelved>> read(std::string const& text) {
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
    auto const goods = read(entry());
    ASSERT_TRUE(goods) << goods.error().message;
    write_goods_file(file, *goods);
    auto const again = read_goods_file(file);
    ASSERT_EQ(again->size(), 1U);
    EXPECT_EQ((*again)[0].path, "/paid/1.html");
    EXPECT_EQ((*again)[0].item.good_id, "558bcdbb1309c59725bdb559");
    EXPECT_EQ((*again)[0].item.price, base::Stroops::of(4'000));
    EXPECT_EQ((*again)[0].item.shared_secret, base::Secret("abc"));
}

TEST_F(GoodsFileTest, NamesTheLineAndTheFault) {
    struct Case {
        std::string text;
        char const* named;
    };
    for (auto const& c : std::initializer_list<Case>{{"[[good]\n", "line 1"},
                                                     {"good = 7\n", "[[good]]"},
                                                     {entry() + "x = 1\n", "unknown key \"x\""},
                                                     {entry("4000", "\"4000\""), "price"},
                                                     {entry("4000", "0"), "price"},
                                                     {entry("/paid/1.html", "paid"), "path"},
                                                     {entry("/paid/1.html", "/../secret"), "path"},
                                                     {entry("/paid/1.html", "/paid//1"), "path"},
                                                     {entry("/paid/1.html", "/paid/"), "path"},
                                                     {entry("/paid/1.html", "/"), "path"},
                                                     {entry() + entry(), "line 8"},
                                                     {entry("558b", "558B"), "id"},
                                                     {entry("abc", ""), "shared_secret"}}) {
        auto const goods = read(c.text);
        ASSERT_FALSE(goods) << c.text;
        EXPECT_NE(goods.error().message.find(c.named), std::string::npos) << goods.error().message;
        EXPECT_NE(goods.error().message.find("goods.toml"), std::string::npos);
    }
}

}  // namespace
}  // namespace farthing::app
