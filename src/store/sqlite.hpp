#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "store/transaction.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace farthing::store {

/// One connection to an SQLite file, used by one thread. Statements are prepared once and kept.
class SqliteConnection final : public Transaction {
public:
    enum class Mode { create, write, read };

    /// Opens the file with safe settings and reads them back; throws StoreFailure when one does not
    /// hold.
    ///
    /// `create` is for the first connection to a new file: it writes with synchronous=EXTRA,
    /// because turning to WAL unlinks a rollback journal, and a power cut that undoes the unlink
    /// would roll the whole file back.
    SqliteConnection(std::filesystem::path const& file, Mode mode,
                     std::shared_ptr<base::SealingKeys const> keys = nullptr);
    ~SqliteConnection() override;
    SqliteConnection(SqliteConnection const&) = delete;
    SqliteConnection& operator=(SqliteConnection const&) = delete;

    using Transaction::each;
    using Transaction::execute;
    void each(std::string_view sql, std::span<Value const> parameters, Visit const& visit) override;
    std::int64_t execute(std::string_view sql, std::span<Value const> parameters) override;
    base::SealingKeys const& sealing_keys() const override;

    /// Runs statements that take no parameters and give no rows, separated by `;`.
    void run_script(char const* sql);
    /// True while a BEGIN is open. SQLite may end a transaction by itself after an error.
    bool in_transaction() const;
    /// How many rows it has inserted, changed and deleted since it was opened.
    std::int64_t changed_rows() const;

private:
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    struct Prepared {
        std::unique_ptr<sqlite3_stmt, Finalize> statement;
        /// For each parameter in SQLite's order the number after `$`.
        std::vector<std::size_t> numbers;
    };

    Prepared& prepare(std::string_view sql);
    void bind(Prepared& prepared, std::span<Value const> parameters);
    [[noreturn]] void fail(std::string_view what) const;
    void configure(Mode mode);
    void expect(std::string_view pragma, Value const& value);

    std::unique_ptr<sqlite3, Close> connection_;
    std::string file_;
    std::shared_ptr<base::SealingKeys const> keys_;
    /// A statement is looked for by its text, which is not copied for that.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared_;
};

}  // namespace farthing::store
