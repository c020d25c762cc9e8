#include "app/missing_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "store/testing.hpp"

namespace farthing::app {
namespace {

class MissingFilesTest : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directories(folder.path() / "film");
        std::ofstream(folder.path() / "a.txt") << "a";
        std::ofstream(folder.path() / "film/index.m3u8") << "#EXTM3U";
        std::filesystem::create_symlink("/etc/passwd", folder.path() / "link.txt");
        std::filesystem::create_symlink("/etc", folder.path() / "away");
        ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
    }
    std::vector<std::string> missing(delivery::Item const& item) {
        return missing_files({{.path = "/x", .item = item, .origin = "goods.toml line 9"}},
                             folder.path());
    }
    using Lines = std::vector<std::string>;

    store::TemporaryFolder folder;
};

TEST_F(MissingFilesTest, WhatCanBeSentIsNotNamed) {
    EXPECT_EQ(missing({.file = "a.txt"}), Lines());
    EXPECT_EQ(missing({.file = "film", .is_folder = true}), Lines());
    EXPECT_EQ(missing({.file = "film", .index = "index.m3u8", .is_folder = true}), Lines());
    EXPECT_EQ(missing({}), Lines());
}

TEST_F(MissingFilesTest, WhatCannotIsNamedWithItsPlaceAndTheReason) {
    EXPECT_EQ(missing({.file = "b.txt"}),
              Lines{"goods.toml line 9: b.txt: No such file or directory"});
    for (auto const* name : {"link.txt", "away/passwd"})
        EXPECT_EQ(missing({.file = name}),
                  Lines{"goods.toml line 9: " + std::string(name) +
                        ": it is a symbolic link, or behind one, and those are not followed"});
    for (auto const* name : {"pipe", "film"})
        EXPECT_EQ(missing({.file = name}),
                  Lines{"goods.toml line 9: " + std::string(name) + ": it is no file"});
    EXPECT_EQ(missing({.file = "a.txt", .is_folder = true}),
              Lines{"goods.toml line 9: a.txt: it is no folder"});
    EXPECT_EQ(missing({.file = "film", .index = "b.m3u8", .is_folder = true}),
              Lines{"goods.toml line 9: film/b.m3u8: No such file or directory"});
}

TEST_F(MissingFilesTest, OfAFolderThatIsNotThereEveryGoodIsMissing) {
    auto const none = folder.path() / "none";
    std::vector<delivery::Shelved> const goods(
        2, {.path = "/x", .item = {.file = "a.txt"}, .origin = "here"});
    EXPECT_EQ(missing_files(goods, none),
              Lines(2, "here: a.txt: " + none.string() + ": No such file or directory"));
}

}  // namespace
}  // namespace farthing::app
