// Fills the store of a stopped server with settled orders, copies of one that it has.
//
// usage: fill_orders DATA_DIR COUNT

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "base/numbers.hpp"
#include "store/data_directory.hpp"
#include "store/threaded_database.hpp"

namespace {

using farthing::base::Result;
using farthing::store::Transaction;

// 26 digits are a ULID of long ago.
constexpr char const* kOrders = R"sql(
WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < $1)
INSERT INTO orders (id, network, good_id, store_id, title, buyer, destination, price,
    purchase_validity_ms, channel, sequence, hash, unsigned_envelope, signed_envelope, created_at,
    expires_at, submitted_at, ended_at, state)
SELECT printf('%026d', n), network, good_id, store_id, title, buyer, destination, price,
    purchase_validity_ms, channel, sequence, randomblob(32), unsigned_envelope, signed_envelope,
    created_at, expires_at, submitted_at, ended_at, state
FROM copies, (SELECT * FROM orders WHERE state = 'settled' LIMIT 1)
)sql";

// The copies' payments are on no ledger, so they lie where none has been read yet.
constexpr char const* kPurchases = R"sql(
INSERT INTO purchases (id, order_id, network, good_id, buyer, price, hash, operation, ledger,
    purchased_at, expires_at)
SELECT orders.id, orders.id, orders.network, orders.good_id, orders.buyer, orders.price,
    orders.hash, 1, 2147483647, orders.ended_at, NULL
FROM orders LEFT JOIN purchases ON purchases.order_id = orders.id
WHERE orders.state = 'settled' AND purchases.id IS NULL
)sql";

constexpr char const* kEvents = R"sql(
INSERT INTO events (at, kind, order_id)
SELECT ended_at, kind, orders.id
FROM orders, (SELECT 'order.offered' AS kind UNION SELECT 'order.submitted' UNION SELECT
    'order.settled')
WHERE orders.id < '01'
)sql";

Result<std::int64_t> fill(Transaction& transaction, std::int64_t count) {
    auto const made = transaction.execute(kOrders, {count});
    transaction.execute(kPurchases);
    transaction.execute(kEvents);
    return made;
}

int run(char const* folder, std::int64_t count) {
    farthing::base::SystemRandom random;
    farthing::store::DataDirectory const data(folder);
    farthing::store::ThreadedDatabase database({.file = data.file("farthing.db"),
                                                .on_fatal = [](auto const&) { std::abort(); },
                                                .keys = data.sealing_keys({}, random)},
                                               farthing::store::platform_schema());
    auto const made = database.write_now<std::int64_t>(
        [count](Transaction& transaction) { return fill(transaction, count); });
    if (made && *made == count) return EXIT_SUCCESS;
    std::fprintf(stderr, "fill_orders: %s\n",
                 made ? "nothing to copy" : made.error().message.c_str());
    return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    auto const count = farthing::base::parse_int<std::int64_t>(argc == 3 ? argv[2] : "");
    if (!count) {
        std::fputs("usage: fill_orders DATA_DIR COUNT\n", stderr);
        return EXIT_FAILURE;
    }
    try {
        return run(argv[1], *count);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "fill_orders: %s\n", error.what());
        return EXIT_FAILURE;
    }
}
