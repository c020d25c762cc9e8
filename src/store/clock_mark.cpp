#include "store/clock_mark.hpp"

#include "store/columns.hpp"

namespace farthing::store {

std::optional<base::Timestamp> find_clock_mark(Transaction& transaction, std::string_view network) {
    auto const rows =
        transaction.query("SELECT at FROM clock_marks WHERE network = $1", {std::string(network)});
    return rows.empty() ? std::nullopt : std::optional(timestamp_at(rows.front(), 0));
}

void raise_clock_mark(Transaction& transaction, std::string_view network, base::Timestamp time) {
    transaction.execute(
        "INSERT INTO clock_marks (network, at) VALUES ($1, $2) "
        "ON CONFLICT (network) DO UPDATE SET at = excluded.at WHERE clock_marks.at < excluded.at",
        {std::string(network), column(time)});
}

}  // namespace farthing::store
