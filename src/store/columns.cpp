#include "store/columns.hpp"

#include <limits>

#include <algorithm>

namespace farthing::store {

base::Timestamp timestamp_at(Row const& row, std::size_t column) {
    return base::Timestamp::from_ms(row.integer(column));
}

std::optional<base::Timestamp> optional_timestamp_at(Row const& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return timestamp_at(row, column);
}

std::optional<std::chrono::milliseconds> optional_period_at(Row const& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return std::chrono::milliseconds(row.integer(column));
}

base::Stroops stroops_at(Row const& row, std::size_t column) {
    auto const value = row.integer(column);
    if (value < 0) throw StoreFailure("a column holds a negative amount");
    return base::Stroops::of(value);
}

stellar::PublicKey key_at(Row const& row, std::size_t column) {
    auto const key = stellar::PublicKey::parse(row.text(column));
    if (!key) throw StoreFailure("a column does not hold a Stellar address");
    return *key;
}

base::Sha256 hash_at(Row const& row, std::size_t column) {
    auto const& bytes = row.bytes(column);
    base::Sha256 hash{};
    if (bytes.size() != hash.size()) throw StoreFailure("a column does not hold a hash");
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

std::uint32_t u32_at(Row const& row, std::size_t column) {
    auto const value = row.integer(column);
    if (value < 0 || value > std::numeric_limits<std::uint32_t>::max())
        throw StoreFailure("a column holds a wrong number");
    return static_cast<std::uint32_t>(value);
}

}  // namespace farthing::store
