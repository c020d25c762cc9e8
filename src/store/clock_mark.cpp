#include "store/clock_mark.hpp"

#include "store/columns.hpp"

namespace farthing::store {

std::optional<base::Timestamp> find_clock_mark(Transaction& transaction) {
    auto const rows = transaction.query("SELECT at FROM clock_mark");
    return rows.empty() ? std::nullopt : std::optional(timestamp_at(rows.front(), 0));
}

void raise_clock_mark(Transaction& transaction, base::Timestamp time) {
    transaction.execute(
        "INSERT INTO clock_mark (id, at) VALUES (1, $1) "
        "ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE clock_mark.at < excluded.at",
        {column(time)});
}

}  // namespace farthing::store
