#include "store/data_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

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

}  // namespace
}  // namespace farthing::store
