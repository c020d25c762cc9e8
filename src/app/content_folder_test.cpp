#include "app/content_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/testing.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

namespace fs = std::filesystem;

class ContentFolderTest : public testing::Test {
protected:
    void write(fs::path const& file, std::string const& content = "x") {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << content;
    }
    fs::path place(std::string const& name = "") { return root / good.text() / name; }

    /// What the good is sent as, for a test to compare: `file`, `folder:index`, or nothing.
    std::string found() {
        auto const place = folder.find(good);
        if (!place) return "nothing";
        auto const name = place->file.substr(std::min(place->file.size(), good.text().size() + 1));
        return place->is_folder ? "folder:" + place->index : name;
    }
    std::string content(std::string const& file) {
        auto const stored = folder.files().open({.file = good.text() + "/" + file}, "");
        return stored ? *(*stored)->content : "nothing";
    }
    std::size_t count_entries(fs::path const& of) {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(of), fs::directory_iterator()));
    }

    store::TemporaryFolder temporary;
    fs::path root = temporary.path() / "content";
    base::ManualClock clock;
    ContentFolder folder{root, clock};
    goods::GoodId good = *goods::GoodId::parse("558bcdbb1309c59725bdb559");
};

TEST_F(ContentFolderTest, OneFileIsTheGoodAndSeveralAreAFolder) {
    EXPECT_EQ(found(), "nothing");
    fs::create_directories(place());
    EXPECT_EQ(found(), "nothing");
    write(place("a b.html"));
    EXPECT_EQ(found(), "a b.html");
    write(place("picture.png"));
    EXPECT_EQ(found(), "folder:");
    write(place("master.m3u8"));
    EXPECT_EQ(found(), "folder:master.m3u8");
    write(place("index.html"));
    EXPECT_EQ(found(), "folder:index.html");
}

TEST_F(ContentFolderTest, AFolderInItMakesItAFolder) {
    write(place("book/1.html"));
    EXPECT_EQ(found(), "folder:");
}

TEST_F(ContentFolderTest, HiddenNamesAndThoseThatNobodyCanAskForDoNotCount) {
    write(place("song.mp3"));
    for (auto const* name : {".DS_Store", ".song.mp3.part", "a\\b", "a\nb", "\xff"})
        write(place(name));
    EXPECT_EQ(found(), "song.mp3");
}

TEST_F(ContentFolderTest, SymbolicLinksLeadNowhere) {
    write(temporary.path() / "elsewhere/secret");
    fs::create_directory_symlink(temporary.path() / "elsewhere", root / good.text());
    EXPECT_EQ(found(), "nothing");
    fs::remove(root / good.text());
    write(place("index.html"));
    fs::create_symlink("../../elsewhere/secret", place("link"));
    fs::remove(place("index.html"));
    fs::create_symlink("../../elsewhere/secret", place("index.html"));
    EXPECT_EQ(found(), "folder:");
    EXPECT_EQ(content("link"), "nothing");
}

TEST_F(ContentFolderTest, WhatIsNoGoodsFolderIsNamed) {
    write(place("song.mp3"));
    write(root / ".hidden");
    EXPECT_EQ(folder.strangers(), std::vector<std::string>{});
    write(root / "song.mp3");
    EXPECT_EQ(folder.strangers(), std::vector<std::string>{"song.mp3"});
    for (int i = 0; i < 20; ++i) write(root / std::to_string(i) / "x");
    EXPECT_EQ(folder.strangers().size(), 5U);
    fs::remove_all(root);
    EXPECT_TRUE(folder.strangers().empty());
}

TEST_F(ContentFolderTest, NewContentTakesThePlaceOfTheOldAsAWhole) {
    auto const source = temporary.path() / "source";
    write(source / "one.txt", "one");
    write(source / "two.txt", "two");
    NewContent(root, source / "one.txt").become(good);
    EXPECT_EQ(found(), "one.txt");
    EXPECT_EQ(content("one.txt"), "one");
    NewContent(root, source / "two.txt").become(good);
    EXPECT_EQ(found(), "two.txt");
    EXPECT_EQ(content("two.txt"), "two");
    clock.advance(std::chrono::seconds(2));
    EXPECT_EQ(content("one.txt"), "nothing");
    NewContent(root, source).become(good);
    EXPECT_EQ(found(), "folder:");
    EXPECT_EQ(content("one.txt"), "one");
    EXPECT_EQ(count_entries(root), 1U);
}

TEST_F(ContentFolderTest, WhatCannotBeDeliveredIsRefusedAndLeavesNothing) {
    write(temporary.path() / ".hidden");
    fs::create_symlink("nothing", temporary.path() / "dangling");
    for (auto const* name : {"missing", ".hidden", "dangling"})
        EXPECT_THROW(NewContent(root, temporary.path() / name), std::runtime_error) << name;
    write(temporary.path() / "fine");
    { NewContent const never_placed(root, temporary.path() / "fine"); }
    EXPECT_EQ(count_entries(root), 0U);
}

TEST_F(ContentFolderTest, NothingIsCopiedThatWasNotOfferedForSale) {
    auto const refusal = [this](std::string const& source) {
        try {
            NewContent const content(root, temporary.path() / source);
        } catch (std::exception const& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    write(temporary.path() / "secrets.key");
    for (auto const* around : {"", ".", "content", "content/../../"})
        EXPECT_NE(refusal(around).find("holds the folder of content"), std::string::npos) << around;
    write(temporary.path() / "film/1.ts");
    EXPECT_EQ(refusal("film"), "");
    fs::create_directories(temporary.path() / "film/720p");
    fs::create_symlink("../../secrets.key", temporary.path() / "film/720p/1.ts");
    EXPECT_NE(refusal("film").find("1.ts is a symbolic link"), std::string::npos);
    EXPECT_EQ(count_entries(root), 0U);
}

}  // namespace
}  // namespace farthing::app
