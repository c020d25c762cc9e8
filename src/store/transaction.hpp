#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/sealing.hpp"

namespace farthing::store {

/// The database cannot do its work: the disk is full or gone, the file is damaged, a statement is
/// wrong.
class StoreFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The disk is full. What was being written is rolled back; it may succeed once there is space
/// again.
class DiskFull : public StoreFailure {
public:
    using StoreFailure::StoreFailure;
};

/// One value of a row or parameter of a statement.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string, base::Bytes>;

/// One row of a result. Reading a column as a type that it does not have throws StoreFailure.
class Row {
public:
    /// For the connection, which fills them.
    std::vector<Value>& values() { return values_; }

    std::int64_t integer(std::size_t column) const { return get<std::int64_t>(column); }
    std::string const& text(std::size_t column) const { return get<std::string>(column); }
    base::Bytes const& bytes(std::size_t column) const { return get<base::Bytes>(column); }
    bool is_null(std::size_t column) const {
        return std::holds_alternative<std::nullptr_t>(values_.at(column));
    }
    std::optional<std::int64_t> optional_integer(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional(integer(column));
    }
    std::optional<std::string> optional_text(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional(text(column));
    }

private:
    template <class T>
    T const& get(std::size_t column) const {
        auto const* value = std::get_if<T>(&values_.at(column));
        if (value == nullptr) throw StoreFailure("a column does not have the expected type");
        return *value;
    }

    std::vector<Value> values_;
};

using Rows = std::vector<Row>;

/// One unit of work on one connection. SQL is what SQLite and PostgreSQL both speak, with `$1`,
/// `$2`... as parameters.
///
/// Throws StoreFailure for everything that is not a matter of the data; a repository turns a
/// conflict into a value by `ON CONFLICT DO NOTHING` and the number of rows.
class Transaction {
public:
    using Visit = std::function<void(Row&)>;

    virtual ~Transaction() = default;
    /// Calls `visit` with each row, which it may move away. `visit` must not use the transaction.
    virtual void each(std::string_view sql, std::span<Value const> parameters,
                      Visit const& visit) = 0;
    /// How many rows the statement inserted, changed or deleted.
    virtual std::int64_t execute(std::string_view sql, std::span<Value const> parameters) = 0;
    /// What secrets in columns are sealed with. Throws StoreFailure when the database was opened
    /// without.
    virtual base::SealingKeys const& sealing_keys() const = 0;

    void each(std::string_view sql, std::initializer_list<Value> parameters, Visit const& visit) {
        each(sql, std::span(parameters.begin(), parameters.size()), visit);
    }
    /// All rows at once.
    Rows query(std::string_view sql, std::span<Value const> parameters) {
        Rows rows;
        each(sql, parameters, [&rows](Row& row) { rows.push_back(std::move(row)); });
        return rows;
    }
    Rows query(std::string_view sql, std::initializer_list<Value> parameters = {}) {
        return query(sql, std::span(parameters.begin(), parameters.size()));
    }
    /// The number that the query gives, in one row.
    std::int64_t number(std::string_view sql, std::initializer_list<Value> parameters = {}) {
        return query(sql, parameters).at(0).integer(0);
    }
    /// Whether the query gives any row.
    bool finds(std::string_view sql, std::initializer_list<Value> parameters = {}) {
        return !query(sql, parameters).empty();
    }
    std::int64_t execute(std::string_view sql, std::initializer_list<Value> parameters = {}) {
        return execute(sql, std::span(parameters.begin(), parameters.size()));
    }
};

inline Value to_value(base::ByteView bytes) {
    return base::Bytes(bytes.begin(), bytes.end());
}
template <class T>
Value optional_value(std::optional<T> const& value) {
    return value ? Value(*value) : Value(nullptr);
}

}  // namespace farthing::store
