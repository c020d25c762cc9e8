#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "stellar/operation.hpp"

/// What Horizon says about an operation besides where and when it was.
namespace farthing::horizon {

/// Horizon's name of a type of operation: `payment`, `begin_sponsoring_future_reserves`. The type
/// must be one that Stellar has.
std::string_view operation_type_name(std::int32_t type);

/// Lumens with seven decimals. Amounts of operations that failed may be negative, and are shown as
/// they are.
std::string signed_amount(std::int64_t stroops);

struct OperationDetails {
    stellar::MuxedAccount const& source;
    stellar::OperationBody const& body;
    /// As OperationRecord has it.
    std::optional<stellar::MuxedAccount> const& sponsor;
};

/// Adds the fields that belong to the operation's type. An operation that is only carried has none.
void add_details(base::json::object& out, OperationDetails const& operation);

}  // namespace farthing::horizon
