#include "app/file_audit.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "store/testing.hpp"

namespace farthing::app {
namespace {

using store::TemporaryFolder;

class FileAuditTest : public testing::Test {
protected:
    void write(std::string const& name, std::string const& content, unsigned mode = 0600) {
        std::ofstream(folder.path() / name) << content;
        std::filesystem::permissions(folder.path() / name, std::filesystem::perms(mode));
    }
    TemporaryFolder folder;
    SecretSearch search;
};

TEST_F(FileAuditTest, DatabasesAndKeysMustBeForTheirOwnerOnly) {
    write("farthing.db", "");
    write("farthing.db-wal", "");
    write("channels.key", "");
    write("access.log", "", 0644);
    EXPECT_TRUE(check_modes(folder.path()).holds());
    EXPECT_EQ(check_modes(folder.path()).looked_at, 3);
    for (auto const* name : {"farthing.db", "farthing.db-wal", "ledger.db", "channels.key"}) {
        write(name, "", 0640);
        auto const finding = check_modes(folder.path());
        EXPECT_EQ(finding.breaches, 1) << name;
        EXPECT_TRUE(finding.offenders.at(0).starts_with(std::string(name) + ":"));
        write(name, "");
    }
}

TEST_F(FileAuditTest, ASecretInALogIsFoundAtAnyPlaceAndNotRepeated) {
    search.add(base::Secret("correct horse"));
    search.add(base::Secret("0123456789abcdef"));
    write("access.log", "{\"path\":\"/\"}\nx0123456789abcdef\nno 0123456789abcde\n");
    write("access.1.log", "correct horse");
    write("notes.txt", "correct horse");
    auto const finding = check_logs(folder.path(), search);
    EXPECT_EQ(finding.looked_at, 4);
    EXPECT_EQ(finding.offenders,
              (std::vector<std::string>{"access.1.log, line 1", "access.log, line 2"}));
}

TEST_F(FileAuditTest, ASecretTooShortToBeToldFromOtherTextIsPassedOver) {
    search.add(base::Secret("get"));
    EXPECT_EQ(search.size(), 0U);
    EXPECT_FALSE(search.finds_any_in("get"));
}

TEST_F(FileAuditTest, AReceiptsSignatureIsKnownByItsForm) {
    EXPECT_TRUE(search.finds_any_in("?paymentReceipt=abc." + std::string(128, 'f')));
    EXPECT_FALSE(search.finds_any_in(std::string(127, 'f') + "-f"));
    EXPECT_FALSE(search.finds_any_in(std::string(64, '0')));
}

}  // namespace
}  // namespace farthing::app
