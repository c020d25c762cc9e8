#include "store/sqlite.hpp"

#include <sqlite3.h>

#include "base/numbers.hpp"

namespace farthing::store {
namespace {

constexpr int kBusyTimeoutMs = 5'000;

int open_flags(SqliteConnection::Mode mode) {
    auto const common = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    return mode == SqliteConnection::Mode::create ? common | SQLITE_OPEN_CREATE : common;
}

/// The value as that type. What it holds already is written over, not freed.
template <class T>
T& as(Value& value) {
    auto* held = std::get_if<T>(&value);
    return held != nullptr ? *held : value.emplace<T>();
}

void read_column(sqlite3_stmt* statement, int column, Value& value) {
    // Only asked for where it is needed: SQLite would make a text of a number to measure it.
    auto const size = [&] {
        return static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            value = static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
            return;
        case SQLITE_TEXT: {
            auto const* text = sqlite3_column_text(statement, column);
            as<std::string>(value) = base::as_text({text, size()});
            return;
        }
        case SQLITE_BLOB: {
            auto const* data =
                static_cast<std::uint8_t const*>(sqlite3_column_blob(statement, column));
            as<base::Bytes>(value).assign(data, data + size());
            return;
        }
        case SQLITE_NULL:
            value = nullptr;
            return;
        default:
            throw StoreFailure("a column holds a floating-point number");
    }
}

int bind_value(sqlite3_stmt* statement, int index, Value const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value))
        return sqlite3_bind_int64(statement, index, *number);
    if (auto const* text = std::get_if<std::string>(&value))
        return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    if (auto const* bytes = std::get_if<base::Bytes>(&value))
        // No bytes are not NULL, but a null pointer would be.
        return sqlite3_bind_blob64(statement, index,
                                   bytes->empty() ? static_cast<void const*>("") : bytes->data(),
                                   bytes->size(), SQLITE_TRANSIENT);
    return sqlite3_bind_null(statement, index);
}

/// SQLite would take a lock for every piece of memory, to count what nobody asks for. False when it
/// has been used before, and goes on counting.
bool count_no_memory() {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

/// Leaves the statement ready for its next use, also when an exception passes.
class ResetOnExit {
public:
    explicit ResetOnExit(sqlite3_stmt* statement) : statement_(statement) {}
    ResetOnExit(ResetOnExit const&) = delete;
    ResetOnExit& operator=(ResetOnExit const&) = delete;
    ~ResetOnExit() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

private:
    sqlite3_stmt* statement_;
};

}  // namespace

void SqliteConnection::Close::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

SqliteConnection::SqliteConnection(std::filesystem::path const& file, Mode mode,
                                   std::shared_ptr<base::SealingKeys const> keys)
    : file_(file), keys_(std::move(keys)) {
    [[maybe_unused]] static bool const is_lean = count_no_memory();
    sqlite3* connection = nullptr;
    auto const code = sqlite3_open_v2(file.c_str(), &connection, open_flags(mode), nullptr);
    connection_.reset(connection);
    if (code != SQLITE_OK) fail("cannot be opened");
    configure(mode);
}

SqliteConnection::~SqliteConnection() = default;

void SqliteConnection::configure(Mode mode) {
    sqlite3_busy_timeout(connection_.get(), kBusyTimeoutMs);
    if (mode == Mode::create) {
        run_script("PRAGMA synchronous=EXTRA; PRAGMA journal_mode=WAL;");
        expect("PRAGMA synchronous", 3);
    } else {
        run_script("PRAGMA synchronous=FULL;");
        expect("PRAGMA synchronous", 2);
    }
    expect("PRAGMA journal_mode", std::string("wal"));
    // What a savepoint may have to undo needs no disk: it means nothing after a crash.
    run_script(
        "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA "
        "cell_size_check=ON;"
        "PRAGMA wal_autocheckpoint=8000; PRAGMA journal_size_limit=67108864; PRAGMA "
        "cache_size=-32000;");
    expect("PRAGMA foreign_keys", 1);
    if (mode == Mode::read) run_script("PRAGMA query_only=ON;");
}

void SqliteConnection::expect(std::string_view pragma, Value const& value) {
    auto const rows = query(pragma);
    auto const holds =
        rows.size() == 1 && (std::holds_alternative<std::string>(value)
                                 ? rows[0].text(0) == std::get<std::string>(value)
                                 : rows[0].integer(0) == std::get<std::int64_t>(value));
    if (!holds)
        throw StoreFailure(
            file_ + ": the setting \"" + std::string(pragma) +
            "\" does not hold; the file system may not support what a safe store needs");
}

void SqliteConnection::fail(std::string_view what) const {
    auto const code = sqlite3_extended_errcode(connection_.get());
    auto const message =
        file_ + ": " + std::string(what) + ": " + sqlite3_errmsg(connection_.get());
    if ((code & 0xff) == SQLITE_FULL)
        throw DiskFull(message + "; free some space on the disk and try again");
    if ((code & 0xff) == SQLITE_NOTADB)
        throw StoreFailure(message + "; this is not a database of Farthing");
    throw StoreFailure(message + " (" + std::to_string(code) + ")");
}

SqliteConnection::Prepared& SqliteConnection::prepare(std::string_view sql) {
    if (auto const known = prepared_.find(sql); known != prepared_.end()) return known->second;

    sqlite3_stmt* statement = nullptr;
    auto const code =
        sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    Prepared prepared;
    prepared.statement.reset(statement);
    if (code != SQLITE_OK) fail("cannot prepare a statement");
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i) {
        auto const* name = sqlite3_bind_parameter_name(statement, i);
        auto const number = base::parse_int<std::size_t>(name == nullptr ? "" : name + 1);
        if (!number) throw StoreFailure("a statement's parameters must be $1, $2...");
        prepared.numbers.push_back(*number);
    }
    return prepared_.emplace(std::string(sql), std::move(prepared)).first->second;
}

void SqliteConnection::bind(Prepared& prepared, std::span<Value const> parameters) {
    for (std::size_t i = 0; i < prepared.numbers.size(); ++i) {
        auto const number = prepared.numbers[i];
        if (number == 0 || number > parameters.size())
            throw StoreFailure("a statement has a parameter without a value");
        auto const code =
            bind_value(prepared.statement.get(), static_cast<int>(i) + 1, parameters[number - 1]);
        if (code != SQLITE_OK) fail("cannot bind a parameter");
    }
}

void SqliteConnection::each(std::string_view sql, std::span<Value const> parameters,
                            Visit const& visit) {
    auto& prepared = prepare(sql);
    auto* const statement = prepared.statement.get();
    ResetOnExit const reset(statement);
    bind(prepared, parameters);
    auto const columns = static_cast<std::size_t>(sqlite3_column_count(statement));
    Row row;
    for (auto code = sqlite3_step(statement); code != SQLITE_DONE; code = sqlite3_step(statement)) {
        if (code != SQLITE_ROW) fail("a query failed");
        row.values().resize(columns);
        for (std::size_t i = 0; i < columns; ++i)
            read_column(statement, static_cast<int>(i), row.values()[i]);
        visit(row);
    }
}

std::int64_t SqliteConnection::execute(std::string_view sql, std::span<Value const> parameters) {
    auto& prepared = prepare(sql);
    auto* const statement = prepared.statement.get();
    ResetOnExit const reset(statement);
    bind(prepared, parameters);
    auto code = sqlite3_step(statement);
    while (code == SQLITE_ROW) code = sqlite3_step(statement);
    if (code != SQLITE_DONE) fail("a statement failed");
    return sqlite3_changes64(connection_.get());
}

base::SealingKeys const& SqliteConnection::sealing_keys() const {
    if (!keys_) throw StoreFailure(file_ + " was opened without the key of its secrets");
    return *keys_;
}

void SqliteConnection::run_script(char const* sql) {
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail("a statement failed");
}

std::int64_t SqliteConnection::changed_rows() const {
    return sqlite3_total_changes64(connection_.get());
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(connection_.get()) == 0;
}

}  // namespace farthing::store
