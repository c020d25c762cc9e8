#include "app/file_cache.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/testing.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

class FileCacheTest : public testing::Test {
protected:
    void write(std::string const& name, std::string const& content) {
        std::ofstream(folder.path() / name) << content;
    }
    auto open(std::string file) {
        return cache.open({.good_id = "",
                           .price = {},
                           .shared_secret = {},
                           .content_type = "",
                           .file = std::move(file)});
    }

    store::TemporaryFolder folder;
    base::ManualClock clock;
    FileCache cache{folder.path(), clock};
};

TEST_F(FileCacheTest, NoticesAReplacedFileWithinASecond) {
    write("a", "one");
    auto const first = *open("a");
    EXPECT_EQ(first->file->size(), 3U);
    EXPECT_EQ(*open("a"), first);
    write("a", "three");
    clock.advance(std::chrono::milliseconds(1'001));
    auto const second = *open("a");
    EXPECT_EQ(second->file->size(), 5U);
    EXPECT_EQ(*second->content, "three");
    EXPECT_NE(second->etag, first->etag);
}

TEST_F(FileCacheTest, OnlySmallFilesAreKeptInMemory) {
    write("small", std::string(16 * 1024, 'x'));
    write("large", std::string(16 * 1024 + 1, 'x'));
    EXPECT_NE((*open("small"))->content, nullptr);
    EXPECT_EQ((*open("large"))->content, nullptr);
}

TEST_F(FileCacheTest, AFileThatAppearsLaterIsFound) {
    EXPECT_EQ(open("late").error().code, base::Errc::unavailable);
    write("late", "x");
    EXPECT_TRUE(open("late"));
}

TEST_F(FileCacheTest, NothingOutsideTheFolderIsOpened) {
    std::filesystem::create_symlink("/etc/passwd", folder.path() / "link");
    std::filesystem::create_directory(folder.path() / "sub");
    for (auto const* name :
         {"../../etc/passwd", "/etc/passwd", "link", "sub", "", ".", "sub/../../x"})
        EXPECT_FALSE(open(name)) << name;
}

}  // namespace
}  // namespace farthing::app
