#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/money.hpp"
#include "stellar/keys.hpp"
#include "store/transaction.hpp"

/// How the values of the rooms below lie in columns. A column that does not hold what was written
/// there is a damaged file: StoreFailure.
namespace farthing::store {

inline Value column(base::Timestamp time) {
    return time.ms();
}
inline Value column(base::Stroops amount) {
    return amount.value();
}
inline Value column(stellar::PublicKey const& key) {
    return key.address();
}
inline Value column(std::optional<base::Timestamp> time) {
    return time ? column(*time) : Value(nullptr);
}
inline Value column(std::optional<std::chrono::milliseconds> period) {
    return period ? Value(std::int64_t{period->count()}) : Value(nullptr);
}

base::Timestamp timestamp_at(Row const& row, std::size_t column);
std::optional<base::Timestamp> optional_timestamp_at(Row const& row, std::size_t column);
std::optional<std::chrono::milliseconds> optional_period_at(Row const& row, std::size_t column);
base::Stroops stroops_at(Row const& row, std::size_t column);
stellar::PublicKey key_at(Row const& row, std::size_t column);
base::Sha256 hash_at(Row const& row, std::size_t column);
std::uint32_t u32_at(Row const& row, std::size_t column);

/// The id in a column of text.
template <class Id>
Id id_at(Row const& row, std::size_t column) {
    auto id = Id::parse(row.text(column));
    if (!id) throw StoreFailure("a column does not hold an id");
    return std::move(*id);
}

}  // namespace farthing::store
