// A server that stores and reads one row per request, in one of two ways:
//
//   split    as Farthing does: commands on one writer with group commit, queries on reader threads
//   inline   each handler on its network thread, with a connection of its own and a commit for each
//   command
//
// threads_bench split|inline FOLDER   prints the port; POST /items stores, GET /items/{id} reads.

#include <cstdio>
#include <mutex>
#include <string>

#include "api/places.hpp"
#include "base/ids.hpp"
#include "net/server.hpp"
#include "net/signals.hpp"
#include "store/sqlite.hpp"
#include "store/threaded_database.hpp"

namespace farthing::bench {
namespace {

using http::Request;
using http::Response;
using store::SqliteConnection;
using store::Transaction;

store::Schema const kSchema{
    .name = "bench",
    .application_id = 1,
    .migrations = {
        {"CREATE TABLE items (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID"}}};

base::SystemClock const kClock;
base::SystemRandom random_source;

Response answer(std::string body) {
    Response response(200);
    response.add("Content-Type", "text/plain").set_body(std::move(body));
    return response;
}

base::Result<Response> create(Request const& request, Transaction& transaction) {
    auto const id = base::make_ulid_text(kClock.now(), random_source.bytes<10>());
    transaction.execute("INSERT INTO items (id, body) VALUES ($1, $2)",
                        {id, std::string(request.body)});
    return answer(id);
}

base::Result<Response> retrieve(Request const& request, Transaction& transaction) {
    auto const rows = transaction.query("SELECT body FROM items WHERE id = $1",
                                        {std::string(request.parameter("id"))});
    if (rows.empty()) return base::fail(base::Errc::not_found);
    return answer(rows[0].text(0));
}

using Endpoint = base::Result<Response> (*)(Request const&, Transaction&);

/// On the network thread itself. SQLite has one writer, so the threads take turns by a mutex rather
/// than by its busy waiting.
http::Handler inline_handler(std::filesystem::path const& file, Endpoint endpoint, bool writes) {
    return http::ImmediateHandler(
        [file, endpoint, writes](Request const& request, Response& response) {
            thread_local SqliteConnection connection(file, SqliteConnection::Mode::write);
            static std::mutex writer;
            std::unique_lock lock(writer, std::defer_lock);
            if (writes) lock.lock();
            connection.execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
            auto result = endpoint(request, connection);
            connection.execute("COMMIT");
            response = result ? std::move(*result) : Response(404);
        });
}

void add_routes(http::Router& router, http::Handler create_handler,
                http::Handler retrieve_handler) {
    router.add(
        {.method = http::Method::post, .pattern = "/items", .handler = std::move(create_handler)});
    router.add({.method = http::Method::get,
                .pattern = "/items/{id}",
                .handler = std::move(retrieve_handler)});
}

int run(std::string const& mode, std::filesystem::path const& folder) {
    net::StopSignals signals;
    auto const file = folder / "bench.db";
    store::ThreadedDatabase database(
        {.file = file, .on_fatal = [](std::string const&) { std::abort(); }}, kSchema);
    net::Server server({}, kClock, random_source);
    if (!server.listen()) return 1;
    http::Router router;
    if (mode == "split") {
        auto const prepare = [](Request const&) { return create; };
        add_routes(router, api::on_writer(database, prepare), api::on_reader(database, retrieve));
    } else {
        add_routes(router, inline_handler(file, create, true),
                   inline_handler(file, retrieve, false));
    }
    server.serve(std::move(router));
    std::printf("%d\n", server.port());
    std::fflush(stdout);
    signals.wait();
    server.stop();
    return 0;
}

}  // namespace
}  // namespace farthing::bench

int main(int argc, char** argv) {
    if (argc == 3) return farthing::bench::run(argv[1], argv[2]);
    std::fprintf(stderr, "usage: threads_bench split|inline FOLDER\n");
    return 1;
}
