#include "delivery/catalogue.hpp"

#include <gtest/gtest.h>

namespace farthing::delivery {
namespace {

Shelved good(std::string path, bool is_folder = false) {
    return {.path = path, .item = {.file = path.substr(1), .is_folder = is_folder}};
}

std::string file_at(Catalogue const& catalogue, std::string_view path) {
    auto const place = catalogue.find(path);
    if (!place) return "";
    auto const& item = place->good->item();
    return item.is_folder ? item.file + ":" + place->member : item.file;
}

TEST(Catalogue, FindsAGoodByEverySpellingOfItsPath) {
    Catalogue const catalogue({good("/paid/a.html"), good("/paid/zwei W\xc3\xb6rter.pdf")});
    EXPECT_EQ(file_at(catalogue, "/paid/a.html"), "paid/a.html");
    EXPECT_EQ(file_at(catalogue, "/paid/a.html/"), "paid/a.html");
    EXPECT_EQ(file_at(catalogue, "/paid/%61.html"), "paid/a.html");
    EXPECT_EQ(file_at(catalogue, "/paid/zwei%20W%C3%B6rter.pdf"), "paid/zwei W\xc3\xb6rter.pdf");
    for (auto const* path :
         {"", "/", "/paid", "/paid/", "/paid/A.html", "/paid/a.html/x", "paid/a.html"})
        EXPECT_EQ(file_at(catalogue, path), "") << path;
}

TEST(Catalogue, FindsTheInnermostFolder) {
    Catalogue const catalogue({good("/film", true), good("/film/extra", true), good("/film/1.ts")});
    EXPECT_EQ(file_at(catalogue, "/film"), "film:");
    EXPECT_EQ(file_at(catalogue, "/film/"), "film:");
    EXPECT_EQ(file_at(catalogue, "/film/1.ts"), "film/1.ts");
    EXPECT_EQ(file_at(catalogue, "/film/2.ts"), "film:2.ts");
    EXPECT_EQ(file_at(catalogue, "/film/a/2.ts"), "film:a/2.ts");
    EXPECT_EQ(file_at(catalogue, "/film/extra/2.ts"), "film/extra:2.ts");
    EXPECT_EQ(file_at(catalogue, "/film/1.ts/x"), "film:1.ts/x");
    EXPECT_EQ(file_at(catalogue, "/films/1.ts"), "");
}

TEST(Catalogue, TakesAReceiptOutOfAFoldersPath) {
    Catalogue const catalogue({good("/film", true)});
    auto const receipt = "eyJ." + std::string(128, 'a');
    auto const place = catalogue.find("/film/" + receipt + "/a/1.ts");
    ASSERT_TRUE(place);
    EXPECT_EQ(place->receipt, receipt);
    EXPECT_EQ(place->member, "a/1.ts");
    EXPECT_EQ(catalogue.find("/film/a/" + receipt)->receipt, "");
    EXPECT_EQ(catalogue.find("/%66ilm/" + receipt + "/1.ts")->receipt, receipt);
    EXPECT_EQ(catalogue.find("/film/%65" + receipt.substr(1) + "/1.ts")->receipt, "");
    EXPECT_EQ(catalogue.find("/film/%65" + receipt.substr(1) + "/" + receipt)->receipt, "");
}

// Property: a receipt behind a folder's path never changes which good is judged.
TEST(Catalogue, AReceiptInThePathOpensNoOtherGoodInTheFolder) {
    Catalogue const catalogue({good("/film", true), good("/film/extra", true),
                               good("/film/extra/cut/deep", true), good("/film/dear.ts"),
                               good("/film/extra/dear.ts")});
    auto const receipt = "eyJ." + std::string(128, 'a');
    for (std::string const folder : {"/film", "/film/extra", "/film/extra/cut/deep"})
        for (auto const* rest : {"", "/", "/1.ts", "/dear.ts", "/dear.ts/", "/extra", "/extra/",
                                 "/extra/1.ts", "/extra/dear.ts", "/%65xtra/d%65ar.ts",
                                 "/extra/cut", "/extra/cut/deep/1.ts", "/cut/deep/dear.ts"}) {
            auto const plain = catalogue.find(folder + rest);
            auto const with = catalogue.find(folder + "/" + receipt + rest);
            ASSERT_TRUE(plain && with) << folder << rest;
            EXPECT_EQ(with->good, plain->good) << folder << rest;
            EXPECT_EQ(with->member, plain->member) << folder << rest;
            EXPECT_EQ(with->receipt, receipt) << folder << rest;
            EXPECT_EQ(plain->receipt, "") << folder << rest;
        }
}

// What a server in front may take for another path than it is here must be no path at all.
TEST(Catalogue, RefusesEveryPathThatCouldMeanAnother) {
    Catalogue const catalogue({good("/film", true)});
    for (auto const* path : {"/film/../x",
                             "/film/..",
                             "/film/.",
                             "/film/./x",
                             "/film/%2e%2e/x",
                             "/film/%2E./x",
                             "/film/a/%2e%2e/%2e%2e/x",
                             "/film//x",
                             "//film/x",
                             "/film/a//",
                             "/film/%2fx",
                             "/film/a%2F..%2Fx",
                             "/film/a%5cx",
                             "/film/..%5cx",
                             "/film/%00",
                             "/film/x%00.ts",
                             "/film/%0a",
                             "/film/%7f",
                             "/film/.hidden",
                             "/film/.git/config",
                             "/film/a/.env",
                             "/film/%2ehidden",
                             "/film/%c0%ae%c0%ae/x",
                             "/film/%c0%af",
                             "/film/%ff",
                             "/film/%ed%a0%80",
                             "/film/%",
                             "/film/%2",
                             "/film/%zz",
                             "/film/%u002e%u002e/x",
                             "/film/..;/x"})
        EXPECT_EQ(file_at(catalogue, path), "") << path;
    // Encoded twice is an odd name and nothing else.
    EXPECT_EQ(file_at(catalogue, "/film/%252e%252e/x"), "film:%2e%2e/x");
}

TEST(Catalogue, LooksNoDeeperThanAFolderMayBe) {
    Catalogue const catalogue({good("/film", true)});
    std::string deep = "/film";
    for (int i = 0; i < 31; ++i) deep += "/a";
    EXPECT_TRUE(catalogue.find(deep));
    EXPECT_FALSE(catalogue.find(deep + "/a"));
}

}  // namespace
}  // namespace farthing::delivery
