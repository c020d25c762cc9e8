#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/numbers.hpp"
#include "horizon/remote.hpp"
#include "stellar/keys.hpp"

namespace farthing::horizon {

/// Reads the fields of an object one after the other. The first fault sticks, and what is read
/// after it is a default value, so that a parser is a list of its fields that asks once at its end.
class Fields {
public:
    static base::Result<Fields> of(base::json::value const& value, std::string_view what) {
        auto reader = base::JsonReader::of(value, what);
        if (!reader) return reader.error();
        return Fields(std::move(*reader));
    }
    /// The fields of an object within this one; nothing, and a fault here, when it is none. Faults
    /// in it are its own until reject_fault_of() takes them over.
    std::optional<Fields> nested(base::json::value const& value, std::string_view what) {
        auto fields = of(value, what);
        if (fields) return std::move(*fields);
        reject(fields.error());
        return std::nullopt;
    }
    std::optional<Fields> object(std::string_view key) {
        static base::json::value const nothing;
        auto const* value = reader_.raw(key);
        return nested(value != nullptr ? *value : nothing, quoted(key));
    }
    void reject_fault_of(Fields const& inner) {
        if (inner.fault_) reject(*inner.fault_);
    }
    bool has(std::string_view key) const { return reader_.has(key); }

    std::string text(std::string_view key) { return keep(reader_.text(key)); }
    bool boolean(std::string_view key) { return keep(reader_.boolean(key)); }

    std::uint32_t small_number(std::string_view key) {
        auto const value = keep(reader_.integer(key));
        if (value < 0 || value > std::numeric_limits<std::uint32_t>::max())
            reject(base::fail(base::Errc::invalid_request, quoted(key) + " is out of range"));
        return static_cast<std::uint32_t>(value);
    }

    /// A 64-bit number, which Horizon writes as a string.
    std::int64_t large_number(std::string_view key) {
        return parsed(key, base::parse_int<std::int64_t>(text(key)));
    }

    /// An account's: from 0, and below the largest, behind which no transaction can come.
    stellar::SequenceNumber sequence(std::string_view key) {
        auto const value = large_number(key);
        if (value < 0 || value == std::numeric_limits<stellar::SequenceNumber>::max())
            reject(base::fail(base::Errc::invalid_request, quoted(key) + " is out of range"));
        return value;
    }

    base::Stroops lumens(std::string_view key) {
        return parsed(key, base::parse_lumens(text(key)));
    }
    base::Stroops stroops(std::string_view key) {
        return parsed(key, base::parse_stroops(text(key)));
    }
    base::Timestamp time(std::string_view key) { return parsed(key, parse_rfc3339(text(key))); }
    stellar::TransactionHash hash(std::string_view key) {
        return parsed(key, base::array_from_hex<32>(text(key)));
    }

    stellar::PublicKey address(std::string_view key) {
        auto const address = stellar::PublicKey::parse(text(key));
        if (address) return *address;
        reject(
            base::fail(base::Errc::invalid_request, quoted(key) + ": " + address.error().message));
        return stellar::PublicKey(base::ByteArray<32>{});
    }

    base::json::array const* array(std::string_view key) {
        auto const value = reader_.array(key);
        if (value) return *value;
        reject(value.error());
        return nullptr;
    }

    void reject(base::Error error) {
        if (!fault_) fault_ = std::move(error);
    }
    std::optional<base::Error> const& fault() const { return fault_; }

private:
    explicit Fields(base::JsonReader reader) : reader_(std::move(reader)) {}

    static std::string quoted(std::string_view key) { return "\"" + std::string(key) + "\""; }

    template <class T>
    T keep(base::Result<T> result) {
        if (result) return std::move(*result);
        reject(result.error());
        return T{};
    }

    template <class T>
    T parsed(std::string_view key, base::Result<T> result) {
        if (result) return std::move(*result);
        reject(
            base::fail(base::Errc::invalid_request, quoted(key) + ": " + result.error().message));
        return T{};
    }

    base::JsonReader reader_;
    std::optional<base::Error> fault_;
};

}  // namespace farthing::horizon
