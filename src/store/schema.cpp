#include "store/schema.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/failpoint.hpp"
#include "store/sqlite.hpp"

namespace farthing::store {
namespace {

/// The database file made empty and readable by its owner only, and its name durable in the folder.
void create_private_file(std::filesystem::path const& file) {
    auto const descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        throw StoreFailure(file.string() + " cannot be created: " + std::strerror(errno));
    ::close(descriptor);
    auto const folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool const durable = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) ::close(folder);
    if (!durable)
        throw StoreFailure(file.parent_path().string() +
                           " cannot be synced to disk: " + std::strerror(errno));
}

std::int64_t pragma(SqliteConnection& connection, std::string_view name) {
    return connection.query(name).at(0).integer(0);
}

void refuse_foreign_file(SqliteConnection& connection, std::filesystem::path const& file,
                         Schema const& schema) {
    auto const id = pragma(connection, "PRAGMA application_id");
    auto const tables = connection.query("SELECT count(*) FROM sqlite_schema").at(0).integer(0);
    if (id == schema.application_id || (id == 0 && tables == 0)) return;
    throw StoreFailure(file.string() + " is a database, but not a " + std::string(schema.name) +
                       " database of Farthing; choose another --data-dir");
}

void migrate(SqliteConnection& connection, std::filesystem::path const& file,
             Schema const& schema) {
    auto const version = pragma(connection, "PRAGMA user_version");
    auto const newest = static_cast<std::int64_t>(schema.migrations.size());
    if (version > newest)
        throw StoreFailure(file.string() + " was written by a newer Farthing (schema " +
                           std::to_string(version) + ", this one knows " + std::to_string(newest) +
                           "); install that version again");
    for (auto step = version; step < newest; ++step) {
        base::failpoint("migration.begin");
        auto const script =
            "BEGIN IMMEDIATE; PRAGMA application_id=" + std::to_string(schema.application_id) +
            ";" + schema.migrations[static_cast<std::size_t>(step)] +
            "; PRAGMA user_version=" + std::to_string(step + 1) + "; COMMIT;";
        connection.run_script(script.c_str());
        base::failpoint("migration.done");
    }
}

}  // namespace

void prepare_file(std::filesystem::path const& file, Schema const& schema) {
    create_private_file(file);
    base::failpoint("file.created");
    prepare_existing_file(file, schema);
}

void prepare_existing_file(std::filesystem::path const& file, Schema const& schema) {
    SqliteConnection connection(file, SqliteConnection::Mode::create);
    refuse_foreign_file(connection, file, schema);
    migrate(connection, file, schema);
}

}  // namespace farthing::store
