#include "store/data_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/testing.hpp"
#include "store/testing.hpp"

namespace farthing::store {
namespace {

class DataDirectoryTest : public testing::Test {
protected:
    static std::string refusal(std::filesystem::path const& path) {
        try {
            DataDirectory const directory(path);
        } catch (StoreFailure const& failure) {
            return failure.what();
        }
        return "";
    }

    TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "data";
    base::SeededRandom random;
};

TEST_F(DataDirectoryTest, OnlyOneProcessMayHaveIt) {
    {
        DataDirectory const first(path);
        EXPECT_NE(refusal(path).find("in use by another farthing process"), std::string::npos);
    }
    EXPECT_EQ(refusal(path), "");
}

TEST_F(DataDirectoryTest, RefusesAFolderThatOthersMayRead) {
    ASSERT_EQ(::mkdir(path.c_str(), 0755), 0);
    EXPECT_NE(refusal(path).find("chmod go="), std::string::npos);
}

TEST_F(DataDirectoryTest, ASecretFileIsMadeOnceAndKept) {
    DataDirectory const directory(path);
    auto const secret = directory.secret_file("channels.key", random);
    EXPECT_EQ(secret.reveal().size(), 64U);
    EXPECT_EQ(directory.secret_file("channels.key", random), secret);
    EXPECT_NE(directory.secret_file("other.key", random), secret);
}

TEST_F(DataDirectoryTest, ASecretFileThatOthersMayReadIsRefused) {
    DataDirectory const directory(path);
    (void)directory.secret_file("channels.key", random);
    ASSERT_EQ(::chmod(directory.file("channels.key").c_str(), 0644), 0);
    EXPECT_THROW((void)directory.secret_file("channels.key", random), StoreFailure);
}

TEST_F(DataDirectoryTest, APrivateFileIsItsOwnersWhateverWasLeftUnderItsTemporaryName) {
    auto const file = folder.path() / "key";
    auto const temporary = folder.path() / "key.new";
    auto const other = folder.path() / "other";
    write_private_file(other, "untouched");
    auto const mode = [&] {
        struct stat status {};
        EXPECT_EQ(::stat(file.c_str(), &status), 0);
        return status.st_mode & 0777U;
    };

    std::ofstream(temporary) << "a longer rest than what is written";
    ASSERT_EQ(::chmod(temporary.c_str(), 0644), 0);
    write_private_file(file, "one");
    EXPECT_EQ(read_private_file(file), "one");
    EXPECT_EQ(mode(), 0600U);

    std::filesystem::create_symlink(other, temporary);
    auto const mask = ::umask(0277);
    write_private_file(file, "two");
    ::umask(mask);
    EXPECT_EQ(read_private_file(file), "two");
    EXPECT_EQ(mode(), 0600U);
    EXPECT_FALSE(std::filesystem::is_symlink(file));
    EXPECT_EQ(read_private_file(other), "untouched");
}

}  // namespace
}  // namespace farthing::store
