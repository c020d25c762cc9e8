// What the disk and SQLite allow: synced writes a second, and rows of goods a second when so many
// share a commit.
//
// usage: goods_bench FOLDER MILLISECONDS ROWS...
// Prints one line of JSON: {"fdatasync":n,"rows":[n,...]}, all a second.

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/ensure.hpp"
#include "base/ids.hpp"
#include "base/numbers.hpp"

namespace {

using namespace farthing;
using Watch = std::chrono::steady_clock;

constexpr std::size_t kPage = 4'096;

class Database {
public:
    explicit Database(std::string const& file) {
        base::ensure(sqlite3_open(file.c_str(), &connection_) == SQLITE_OK);
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000;"
            "CREATE TABLE goods (id TEXT PRIMARY KEY, store_id TEXT NOT NULL, price INTEGER NOT "
            "NULL,"
            " secret BLOB NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, created_at INTEGER NOT "
            "NULL) STRICT, WITHOUT ROWID;");
        constexpr char const* kInsert =
            "INSERT INTO goods VALUES (?, '558bcdbb1309c59725bdb550', 4000, ?, "
            "'https://example.org/an/article', 'The coin that was too small to lose', "
            "1790000000000)";
        base::ensure(sqlite3_prepare_v2(connection_, kInsert, -1, &insert_, nullptr) == SQLITE_OK);
    }
    Database(Database const&) = delete;
    Database& operator=(Database const&) = delete;
    ~Database() {
        sqlite3_finalize(insert_);
        sqlite3_close(connection_);
    }

    void run(char const* sql) {
        base::ensure(sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    void insert() {
        static base::SystemClock const clock;
        static base::SystemRandom random;
        auto const id = base::make_hex_id_text(clock.now(), random.bytes<8>());
        auto const secret = random.bytes<96>();
        sqlite3_bind_text(insert_, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
        sqlite3_bind_blob(insert_, 2, secret.data(), static_cast<int>(secret.size()),
                          SQLITE_STATIC);
        base::ensure(sqlite3_step(insert_) == SQLITE_DONE);
        sqlite3_reset(insert_);
    }

private:
    sqlite3* connection_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

/// How often a second `work` can be done.
template <class Work>
double rate_of(std::chrono::duration<double> time, Work work) {
    auto const start = Watch::now();
    double times = 0;
    while (Watch::now() - start < time) {
        work();
        ++times;
    }
    return times / std::chrono::duration<double>(Watch::now() - start).count();
}

double synced_writes(std::string const& file, std::chrono::duration<double> time) {
    auto const descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    base::ensure(descriptor >= 0);
    std::string const page(kPage, 'x');
    auto const rate = rate_of(time, [&] {
        base::ensure(::write(descriptor, page.data(), page.size()) == kPage);
        base::ensure(::fdatasync(descriptor) == 0);
    });
    ::close(descriptor);
    return rate;
}

std::int64_t number(char const* text) {
    auto const value = base::parse_int<std::int64_t>(text);
    base::ensure(value.has_value() && *value > 0);
    return *value;
}

double rows(std::string const& file, std::chrono::duration<double> time, std::int64_t each) {
    Database database(file);
    return static_cast<double>(each) * rate_of(time, [&] {
               database.run("BEGIN IMMEDIATE");
               for (std::int64_t i = 0; i < each; ++i) database.insert();
               database.run("COMMIT");
           });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: goods_bench FOLDER MILLISECONDS ROWS...\n");
        return EXIT_FAILURE;
    }
    std::string const folder(argv[1]);
    std::chrono::milliseconds const time(number(argv[2]));
    std::printf("{\"fdatasync\":%.1f,\"rows\":[", synced_writes(folder + "/bare", time));
    for (int i = 3; i < argc; ++i) {
        auto const file = folder + "/bare" + argv[i] + ".db";
        std::printf("%s%.1f", i > 3 ? "," : "", rows(file, time, number(argv[i])));
        for (auto const* ending : {"", "-wal", "-shm"}) std::remove((file + ending).c_str());
    }
    std::printf("]}\n");
    return EXIT_SUCCESS;
}
