#include "store/schema.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/encoding.hpp"
#include "base/failpoint.hpp"
#include "store/descriptor.hpp"
#include "store/sqlite.hpp"

namespace farthing::store {
namespace {

/// The database file made empty and readable by its owner only, and its name durable in the folder.
void create_private_file(std::filesystem::path const& file) {
    Descriptor const descriptor(
        ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!descriptor.valid())
        throw StoreFailure(file.string() + " cannot be created: " + std::strerror(errno));
    Descriptor const folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid() || ::fsync(folder.get()) != 0)
        throw StoreFailure(file.parent_path().string() +
                           " cannot be synced to disk: " + std::strerror(errno));
}

void refuse_foreign_file(SqliteConnection& connection, std::filesystem::path const& file,
                         Schema const& schema) {
    auto const id = connection.number("PRAGMA application_id");
    auto const tables = connection.number("SELECT count(*) FROM sqlite_schema");
    if (id == schema.application_id || (id == 0 && tables == 0)) return;
    throw StoreFailure(file.string() + " is a database, but not a " + std::string(schema.name) +
                       " database of Farthing; choose another --data-dir");
}

void migrate(SqliteConnection& connection, std::filesystem::path const& file,
             Schema const& schema) {
    auto const version = connection.number("PRAGMA user_version");
    auto const newest = static_cast<std::int64_t>(schema.migrations.size());
    if (version > newest)
        throw StoreFailure(file.string() + " was written by a newer Farthing (schema " +
                           std::to_string(version) + ", this one knows " + std::to_string(newest) +
                           "); install that version again");
    for (auto step = version; step < newest; ++step) {
        base::failpoint("migration.begin");
        auto const& migration = schema.migrations[static_cast<std::size_t>(step)];
        if (migration.rewrites_file && version > 0)
            connection.run_script("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        auto const begin =
            "BEGIN IMMEDIATE; PRAGMA application_id=" + std::to_string(schema.application_id) +
            ";" + migration.sql;
        connection.run_script(begin.c_str());
        if (migration.convert != nullptr) migration.convert(connection);
        auto const end = std::string(migration.sql_after) +
                         "; PRAGMA user_version=" + std::to_string(step + 1) + "; COMMIT;";
        connection.run_script(end.c_str());
        base::failpoint("migration.done");
    }
}

std::vector<base::Bytes> sealing_keys_in(Transaction& transaction) {
    std::vector<base::Bytes> ids;
    for (auto const& row : transaction.query("SELECT id FROM sealing_keys ORDER BY id"))
        ids.push_back(row.bytes(0));
    return ids;
}

/// Nothing may be sealed under a key that the file does not tell of: without it the next start
/// could not say what is missing.
void expect_keys(SqliteConnection& connection, std::filesystem::path const& file) {
    auto const& keys = connection.sealing_keys();
    for (auto const& id : sealing_keys_in(connection))
        if (!keys.has(id))
            throw StoreFailure(file.string() + " holds secrets that are sealed under the key " +
                               base::to_hex(id) +
                               ", which is not in the key file; put its key file back, or name it "
                               "with --secrets-key");
    connection.execute("INSERT INTO sealing_keys (id) VALUES ($1) ON CONFLICT DO NOTHING",
                       {to_value(keys.current())});
}

}  // namespace

void prepare_file(std::filesystem::path const& file, Schema const& schema,
                  std::shared_ptr<base::SealingKeys const> keys) {
    create_private_file(file);
    base::failpoint("file.created");
    prepare_existing_file(file, schema, std::move(keys));
}

void prepare_existing_file(std::filesystem::path const& file, Schema const& schema,
                           std::shared_ptr<base::SealingKeys const> keys) {
    SqliteConnection connection(file, SqliteConnection::Mode::create, std::move(keys));
    refuse_foreign_file(connection, file, schema);
    migrate(connection, file, schema);
    if (schema.seals_secrets) expect_keys(connection, file);
}

std::vector<base::Bytes> sealing_keys_of(std::filesystem::path const& file) {
    if (!std::filesystem::exists(file)) return {};
    SqliteConnection connection(file, SqliteConnection::Mode::create);
    bool const has_table =
        connection.finds("SELECT 1 FROM sqlite_schema WHERE name = 'sealing_keys'");
    return has_table ? sealing_keys_in(connection) : std::vector<base::Bytes>();
}

}  // namespace farthing::store
