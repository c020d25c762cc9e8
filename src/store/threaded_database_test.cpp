#include "store/threaded_database.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <latch>

#include "store/sqlite.hpp"
#include "store/testing.hpp"

namespace farthing::store {
namespace {

Schema const kSchema{.name = "test",
                     .application_id = 0x54455354,
                     .migrations = {{"CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT"}}};

class ThreadedDatabaseTest : public testing::Test {
protected:
    std::unique_ptr<ThreadedDatabase> open(std::size_t queue = 1000) {
        return std::make_unique<ThreadedDatabase>(
            ThreadedDatabase::Options{.file = file,
                                      .readers = 2,
                                      .writer_queue = queue,
                                      .on_fatal = [](std::string const& why) { FAIL() << why; }},
            kSchema);
    }
    static base::Result<std::int64_t> insert(Transaction& transaction, std::int64_t n) {
        return transaction.execute("INSERT INTO numbers VALUES ($1)", {n});
    }
    static std::int64_t count(Database& database) {
        return *database.read_now<std::int64_t>([](Transaction& transaction) {
            return transaction.query("SELECT count(*) FROM numbers").at(0).integer(0);
        });
    }

    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "test.db";
};

TEST_F(ThreadedDatabaseTest, WhatWasAnsweredIsThereForReadersAndAfterReopening) {
    {
        auto const database = open();
        ASSERT_TRUE(database->write_now<std::int64_t>([](Transaction& t) { return insert(t, 1); }));
        EXPECT_EQ(count(*database), 1);
    }
    EXPECT_EQ(count(*open()), 1);
}

/// Lets this process open few files while it lives.
class FewDescriptors {
public:
    FewDescriptors() {
        base::ensure(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        rlimit const few{.rlim_cur = 64, .rlim_max = before_.rlim_max};
        base::ensure(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    }
    FewDescriptors(FewDescriptors const&) = delete;
    FewDescriptors& operator=(FewDescriptors const&) = delete;
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

TEST_F(ThreadedDatabaseTest, TellsItsCallerThatAConnectionCannotBeOpened) {
    FewDescriptors const few;
    EXPECT_THROW(ThreadedDatabase({.file = file, .readers = 100, .on_fatal = {}}, kSchema),
                 StoreFailure);
}

TEST_F(ThreadedDatabaseTest, ACommandThatReturnsAnErrorChangesNothing) {
    auto const database = open();
    auto const result = database->write_now<int>([](Transaction& t) -> base::Result<int> {
        (void)insert(t, 1);
        return base::fail(base::Errc::conflict, "changed my mind");
    });
    EXPECT_EQ(result.error().message, "changed my mind");
    EXPECT_EQ(count(*database), 0);
}

TEST_F(ThreadedDatabaseTest, ACommandThatThrowsLeavesItsNeighboursAlone) {
    auto const database = open();
    std::atomic<int> committed = 0;
    std::atomic<int> failed = 0;
    std::latch done(100);
    for (int i = 0; i < 100; ++i)
        database->write<std::int64_t>(
            // Every tenth inserts a number that is there already.
            [i](Transaction& t) { return insert(t, i % 10 == 9 ? i - 1 : i); },
            [&](base::Result<std::int64_t> result) {
                result ? ++committed : ++failed;
                done.count_down();
            });
    done.wait();
    EXPECT_EQ(committed, 90);
    EXPECT_EQ(failed, 10);
    EXPECT_EQ(count(*database), 90);
}

TEST_F(ThreadedDatabaseTest, ACommandThatWritesAndFailsIsUndoneAndItsNeighboursAreDoneOnce) {
    auto const database = open();
    std::atomic<int> committed = 0;
    std::latch done(100);
    for (int i = 0; i < 100; ++i)
        database->write<std::int64_t>(
            [i](Transaction& t) -> base::Result<std::int64_t> {
                auto const inserted = insert(t, i);
                if (i % 10 == 9) return base::fail(base::Errc::conflict, "changed my mind");
                return inserted;
            },
            [&](base::Result<std::int64_t> const& result) {
                if (result && *result == 1) ++committed;
                done.count_down();
            });
    done.wait();
    EXPECT_EQ(committed, 90);
    EXPECT_EQ(count(*database), 90);
    auto const undone = [](Transaction& t) -> base::Result<std::int64_t> {
        return t.query("SELECT count(*) FROM numbers WHERE n % 10 = 9").at(0).integer(0);
    };
    EXPECT_EQ(*database->read_now<std::int64_t>(undone), 0);
}

TEST_F(ThreadedDatabaseTest, ARefusalThatWroteNothingMakesNothingRunAgain) {
    auto const database = open();
    std::atomic<int> runs = 0;
    std::latch done(101);
    for (int i = 0; i < 100; ++i)
        database->write<int>(
            [&runs, i](Transaction& t) -> base::Result<int> {
                ++runs;
                if (i % 2 == 0) return base::fail(base::Errc::not_found, "no");
                (void)insert(t, i);
                return 0;
            },
            [&](base::Result<int> const&) { done.count_down(); });
    done.arrive_and_wait();
    EXPECT_EQ(runs, 100);
    EXPECT_EQ(count(*database), 50);
}

TEST_F(ThreadedDatabaseTest, AFullQueueIsRefusedAtOnce) {
    auto const database = open(1);
    std::latch started(1);
    std::latch go(1);
    database->write<int>(
        [&](Transaction&) -> base::Result<int> {
            started.count_down();
            go.wait();
            return 1;
        },
        [](base::Result<int>) {});
    started.wait();
    database->write<int>([](Transaction&) -> base::Result<int> { return 2; },
                         [](base::Result<int>) {});
    base::Errc refused{};
    database->write<int>([](Transaction&) -> base::Result<int> { return 3; },
                         [&](base::Result<int> result) { refused = result.error().code; });
    EXPECT_EQ(refused, base::Errc::unavailable);
    go.count_down();
}

TEST_F(ThreadedDatabaseTest, ReadersCannotWrite) {
    auto const database = open();
    EXPECT_FALSE(database->read_now<std::int64_t>([](Transaction& t) { return insert(t, 1); }));
    EXPECT_EQ(count(*database), 0);
}

TEST_F(ThreadedDatabaseTest, TheFileIsForItsOwnerOnlyAndSyncsFully) {
    open();
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    SqliteConnection connection(file, SqliteConnection::Mode::write);
    EXPECT_EQ(connection.query("PRAGMA synchronous").at(0).integer(0), 2);
    EXPECT_EQ(connection.query("PRAGMA journal_mode").at(0).text(0), "wal");
}

std::string refusal(std::filesystem::path const& file, Schema const& schema) {
    try {
        prepare_file(file, schema);
    } catch (StoreFailure const& failure) {
        return failure.what();
    }
    return "";
}

TEST_F(ThreadedDatabaseTest, RefusesFilesOfOthersAndOfTheFuture) {
    open();
    auto other = kSchema;
    other.application_id = 7;
    EXPECT_NE(refusal(file, other).find("not a test database of Farthing"), std::string::npos);
    auto older = kSchema;
    older.migrations.clear();
    EXPECT_NE(refusal(file, older).find("newer Farthing"), std::string::npos);
    std::ofstream(folder.path() / "text.db") << std::string(4096, 'x');
    EXPECT_NE(refusal(folder.path() / "text.db", kSchema).find("not a database"),
              std::string::npos);
}

TEST_F(ThreadedDatabaseTest, AMigrationThatFailsLeavesTheOldVersionAndTheNextStartGoesOn) {
    open();
    auto broken = kSchema;
    broken.migrations.push_back({"CREATE TABLE more (n INTEGER) STRICT; SELECT nonsense"});
    EXPECT_NE(refusal(file, broken), "");
    auto newer = kSchema;
    newer.migrations.push_back({"CREATE TABLE more (n INTEGER) STRICT"});
    EXPECT_EQ(refusal(file, newer), "");
}

TEST(SqliteConnection, KeepsNoBytesApartFromNoValue) {
    TestDatabase database(ledger_schema());
    auto const rows = database.transaction().query("SELECT $1 IS NULL, $2 IS NULL, length($1)",
                                                   {base::Bytes(), nullptr});
    EXPECT_EQ(rows.at(0).integer(0), 0);
    EXPECT_EQ(rows.at(0).integer(1), 1);
    EXPECT_EQ(rows.at(0).integer(2), 0);
}

}  // namespace
}  // namespace farthing::store
