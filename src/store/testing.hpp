#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/ensure.hpp"
#include "base/testing.hpp"
#include "store/schema.hpp"
#include "store/sqlite.hpp"

/// A database for tests, in a folder of its own that goes when the test ends.
namespace farthing::store {

class TemporaryFolder {
public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "farthing-test-XXXXXX").string();
        base::ensure(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// One connection to a fresh database with the schema, inside an open transaction.
class TestDatabase {
public:
    explicit TestDatabase(Schema const& schema) {
        auto const file = folder_.path() / "test.db";
        auto const keys = base::sealing_keys_for_tests();
        prepare_file(file, schema, keys);
        connection_ = std::make_unique<SqliteConnection>(file, SqliteConnection::Mode::write, keys);
        connection_->execute("BEGIN IMMEDIATE");
    }
    Transaction& transaction() { return *connection_; }

private:
    TemporaryFolder folder_;
    std::unique_ptr<SqliteConnection> connection_;
};

}  // namespace farthing::store
