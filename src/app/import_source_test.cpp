#include "app/import_source.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/testing.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

class ImportSourceTest : public testing::Test {
protected:
    void write(std::string const& name, std::string const& text = "x") {
        std::filesystem::create_directories((folder.path() / name).parent_path());
        std::ofstream(folder.path() / name) << text;
    }
    ImportSource read(std::filesystem::path const& path) { return read_source(path, random); }
    std::string faults(std::string const& manifest) {
        write("manifest.csv", manifest);
        std::string text;
        for (auto const& fault : read(folder.path()).file.faults)
            text += std::to_string(fault.line) + " " + fault.message + "\n";
        return text;
    }

    store::TemporaryFolder folder;
    base::SeededRandom random;
};

TEST_F(ImportSourceTest, AFileIsCsvOrJsonWhateverItsName) {
    write("a", "title,price\nA,1\n");
    write("b", "\n [{\"title\":\"B\",\"price\":1}]");
    EXPECT_EQ(read(folder.path() / "a").file.goods.at(0).good.description.title, "A");
    EXPECT_EQ(read(folder.path() / "b").file.goods.at(0).good.description.title, "B");
    EXPECT_FALSE(read(folder.path() / "a").is_folder());
    EXPECT_THROW(read(folder.path() / "c"), std::runtime_error);
}

TEST_F(ImportSourceTest, AFolderHasOneManifestWhoseGoodsAreFilesInIt) {
    EXPECT_THROW(read(folder.path()), std::runtime_error);
    write("one.pdf");
    write("sub/two.PNG");
    EXPECT_EQ(faults("file,price\none.pdf,1\nsub/two.PNG,2\n"), "");
    EXPECT_EQ(read(folder.path()).file.goods.at(1).good.description.title, "two.PNG");
    write("manifest.json", "[]");
    EXPECT_THROW(read(folder.path()), std::runtime_error);
}

TEST_F(ImportSourceTest, WhatAFolderCannotDeliverIsAFault) {
    write("one.pdf");
    write("two words.pdf");
    write("three.pdf");
    EXPECT_EQ(faults("title,file,path,price\n"
                     "A,one.pdf,,1\n"
                     "B,,,1\n"
                     "C,../one.pdf,,1\n"
                     "D,/etc/passwd,,1\n"
                     "E,missing.pdf,,1\n"
                     "F,two words.pdf,paid/x,1\n"
                     "G,one.pdf,/paid/other,1\n"
                     "H,three.pdf,/paid/one.pdf,1\n"
                     ",three.pdf,,\n"),
              "3 \"file\" is missing: in a folder each good has one\n"
              "4 \"file\" must lie below the folder, without hidden parts\n"
              "5 \"file\" must lie below the folder, without hidden parts\n"
              "6 there is no file missing.pdf\n"
              "7 \"path\" must be a plain path of a URL such as /paid/1.html\n"
              "8 the file is that of line 2\n"
              "9 the path is that of line 2\n"
              "10 \"price\" is missing\n");
}

TEST_F(ImportSourceTest, AShelfKeepsWhatTheManifestDoesNotSay) {
    auto const id = *goods::GoodId::parse("558bcdbb1309c59725bdb559");
    goods::Description const registered{
        .price = base::Stroops::of(7), .shared_secret = base::Secret("s"), .url = "", .title = "T"};
    auto const fresh = shelve({.file = "sub/two.PNG"}, id, registered, nullptr);
    EXPECT_EQ(fresh.path, "/paid/sub/two.PNG");
    EXPECT_EQ(fresh.item.content_type, "");
    EXPECT_EQ(fresh.item.title, "T");

    auto const said =
        shelve({.file = "x", .path = "/p", .content_type = "a/b"}, id, registered, nullptr);
    auto const again = shelve({.file = "x"}, id, registered, &said);
    EXPECT_EQ(again.path, "/p");
    EXPECT_EQ(again.item.content_type, "a/b");

    EXPECT_TRUE(read_shelf(folder.path()).empty());
    write_shelf(folder.path(), {{"x", said}});
    auto const shelf = read_shelf(folder.path());
    EXPECT_EQ(shelf.at("x").item.good_id, id.text());
    EXPECT_EQ(shelf.at("x").item.price, base::Stroops::of(7));
    EXPECT_EQ(shelf.at("x").item.shared_secret, base::Secret("s"));
}

}  // namespace
}  // namespace farthing::app
