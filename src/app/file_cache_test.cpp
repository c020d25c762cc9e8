#include "app/file_cache.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "base/testing.hpp"
#include "store/testing.hpp"

namespace farthing::app {
namespace {

class FileCacheTest : public testing::Test {
protected:
    void write(std::string const& name, std::string const& content) {
        std::ofstream(folder.path() / name) << content;
    }
    auto open(std::string file) { return cache.open({.file = std::move(file)}, ""); }
    static std::ptrdiff_t open_descriptors() {
        return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
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

TEST_F(FileCacheTest, NoFileWasWrittenAtATimeThatCannotBeTold) {
    write("old", "x");
    std::array<timespec, 2> const times{timespec{.tv_sec = -5, .tv_nsec = 0}, {-5, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, (folder.path() / "old").c_str(), times.data(), 0), 0);
    EXPECT_EQ((*open("old"))->modified, base::Timestamp());
    EXPECT_EQ((*open("old"))->last_modified, "Thu, 01 Jan 1970 00:00:00 GMT");
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
    ASSERT_EQ(::mkfifo((folder.path() / "fifo").c_str(), 0600), 0);
    for (auto const* name :
         {"../../etc/passwd", "/etc/passwd", "link", "sub", ".", "sub/../../x", "fifo"})
        EXPECT_FALSE(open(name)) << name;
}

TEST_F(FileCacheTest, AFolderGivesOnlyWhatIsInIt) {
    std::filesystem::create_directories(folder.path() / "film/a");
    write("film/a/1.ts", "one");
    write("other", "other");
    std::filesystem::create_symlink("../other", folder.path() / "film/link");
    delivery::Item const film{.file = "film", .is_folder = true};
    EXPECT_EQ(*(*cache.open(film, "a/1.ts"))->content, "one");
    for (auto const* member : {"", "a", "2.ts", "../other", "link", "a/../../other"})
        EXPECT_EQ(cache.open(film, member).error().code, base::Errc::not_found) << member;
}

TEST_F(FileCacheTest, TheJsonFormIsAnotherRepresentation) {
    write("a.html", "<b>\"Hi\"</b>\n");
    delivery::Item const json{.file = "a.html", .is_json_content = true};
    auto const stored = *cache.open(json, "");
    EXPECT_EQ(*stored->content, R"({"content":"<b>\"Hi\"</b>\u000a"})");
    EXPECT_EQ(stored->size(), stored->content->size());
    EXPECT_NE(stored->etag, (*open("a.html"))->etag);
    EXPECT_EQ(stored->fields.field("ETag"), stored->etag);
    write("large", std::string(256 * 1024 + 1, 'x'));
    EXPECT_FALSE(cache.open({.file = "large", .is_json_content = true}, ""));
}

TEST_F(FileCacheTest, WithoutAFileThereIsNothingToSend) {
    EXPECT_EQ(open("").error().code, base::Errc::not_found);
}

TEST_F(FileCacheTest, WhatWasAskedForLastIsKept) {
    for (int i = 0; i < 1'100; ++i) write(std::to_string(i), "x");
    auto const first = *open("0");
    for (int i = 1; i < 1'100; ++i) {
        (void)open(std::to_string(i));
        if (i % 500 == 0) {
            EXPECT_EQ(*open("0"), first) << i;
        }
    }
    auto const last = *open("1099");
    EXPECT_EQ(*open("0"), first);
    EXPECT_EQ(*open("1099"), last);
}

TEST_F(FileCacheTest, KeepsSoManyFilesOpenAndNoMore) {
    constexpr std::ptrdiff_t kMost = 1'000;
    auto const before = open_descriptors();
    for (int i = 0; i < 1'500; ++i) {
        write("many", "x");
        std::filesystem::rename(folder.path() / "many", folder.path() / std::to_string(i));
        ASSERT_TRUE(open(std::to_string(i)));
    }
    EXPECT_EQ(open_descriptors() - before, kMost);
}

TEST_F(FileCacheTest, SmallContentIsBoundedToo) {
    std::vector<std::weak_ptr<std::string const>> contents;
    for (int i = 0; i < 600; ++i) {
        auto const name = std::to_string(i) + ".html";
        write(name, std::string(200 * 1024, 'x'));
        contents.push_back((*cache.open({.file = name, .is_json_content = true}, ""))->content);
    }
    auto const kept = std::ranges::count_if(contents, [](auto const& c) { return !c.expired(); });
    EXPECT_LE(kept * 200 * 1024, 32 * 1024 * 1024);
    EXPECT_GT(kept, 100);
    EXPECT_FALSE(contents.back().expired());
}

TEST_F(FileCacheTest, ThreadsThatAskAtOnceGetTheRightFiles) {
    for (int i = 0; i < 1'200; ++i) write(std::to_string(i), std::to_string(i));
    std::vector<std::jthread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 5'000; ++i) {
                auto const name = std::to_string((i * (t + 1)) % 1'200);
                auto const stored = open(name);
                if (!stored || *(*stored)->content != name) ++wrong;
            }
        });
    threads.clear();
    EXPECT_EQ(wrong, 0);
}

TEST(HandedOverFiles, ADirectoryIsNone) {
    store::TemporaryFolder const folder;
    std::filesystem::create_directories(folder.path() / "film/a");
    std::ofstream(folder.path() / "film/a/1.ts") << "one";
    HandedOverFiles files("/paid-files/", folder.path());
    delivery::Item const film{.file = "film", .is_folder = true};
    EXPECT_EQ(files.open(film, "a").error().code, base::Errc::not_found);
    EXPECT_EQ((*files.open(film, "a/1.ts"))->handed_over, "/paid-files/film/a/1.ts");
    // Whether it is there is for nginx to say, which may have the files elsewhere.
    EXPECT_TRUE(files.open(film, "b"));
}

TEST(HandedOverFiles, AreNamedAsNginxKnowsThem) {
    HandedOverFiles files("/paid-files/", "/nowhere");
    EXPECT_EQ((*files.open({.file = "a b?.html"}, ""))->handed_over, "/paid-files/a%20b%3F.html");
    EXPECT_EQ((*files.open({.file = "film", .is_folder = true}, "a/1.ts"))->handed_over,
              "/paid-files/film/a/1.ts");
    EXPECT_FALSE(files.open({.file = "a", .is_json_content = true}, ""));
}

}  // namespace
}  // namespace farthing::app
