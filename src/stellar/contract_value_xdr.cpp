#include "stellar/contract_value_xdr.hpp"

#include <limits>

#include "stellar/operation_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kMaxSymbol = 32;
constexpr std::size_t kUnlimited = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kHashBytes = 32;

/// SCValType.
enum class ValueType : std::int32_t {
    boolean = 0,
    nothing = 1,
    error = 2,
    u32 = 3,
    i32 = 4,
    u64 = 5,
    i64 = 6,
    time_point = 7,
    duration = 8,
    u128 = 9,
    i128 = 10,
    u256 = 11,
    i256 = 12,
    bytes = 13,
    text = 14,
    symbol = 15,
    list = 16,
    map = 17,
    address = 18,
    contract_instance = 19,
    ledger_key_contract_instance = 20,
    ledger_key_nonce = 21,
};
constexpr auto kLastValueType = static_cast<std::int32_t>(ValueType::ledger_key_nonce);

/// SCErrorType and SCErrorCode: the first type has codes of the contract's own.
constexpr std::int32_t kContractError = 0;
constexpr std::int32_t kLastErrorType = 9;
constexpr std::int32_t kLastErrorCode = 9;

/// SCAddressType.
enum class AddressType : std::int32_t {
    account = 0,
    contract = 1,
    muxed_account = 2,
    claimable_balance = 3,
    liquidity_pool = 4,
};
constexpr auto kLastAddressType = static_cast<std::int32_t>(AddressType::liquidity_pool);

/// ContractExecutableType.
constexpr std::int32_t kWasm = 0;
constexpr std::int32_t kStellarAsset = 1;

void skip_value(XdrReader& in, int depth);

void skip_values(XdrReader& in, int depth) {
    auto const values = in.count_of_rest("values");
    for (std::uint32_t i = 0; i < values && in.ok(); ++i) skip_value(in, depth);
}

void skip_map(XdrReader& in, int depth) {
    if (!in.flag("a map")) return;
    auto const entries = in.count_of_rest("entries of a map");
    for (std::uint32_t i = 0; i < entries && in.ok(); ++i) {
        skip_value(in, depth);
        skip_value(in, depth);
    }
}

void skip_error(XdrReader& in) {
    if (in.choice(kLastErrorType, "type of error") == kContractError)
        in.skip(4);
    else
        (void)in.choice(kLastErrorCode, "error code");
}

void skip_value(XdrReader& in, int depth) {
    if (!may_nest(in, depth)) return;
    switch (static_cast<ValueType>(in.choice(kLastValueType, "type of value"))) {
        case ValueType::boolean:
            return (void)in.flag("a value");
        case ValueType::nothing:
        case ValueType::ledger_key_contract_instance:
            return;
        case ValueType::error:
            return skip_error(in);
        case ValueType::u32:
        case ValueType::i32:
            return in.skip(4);
        case ValueType::u64:
        case ValueType::i64:
        case ValueType::time_point:
        case ValueType::duration:
        case ValueType::ledger_key_nonce:
            return in.skip(8);
        case ValueType::u128:
        case ValueType::i128:
            return in.skip(16);
        case ValueType::u256:
        case ValueType::i256:
            return in.skip(32);
        case ValueType::bytes:
        case ValueType::text:
            return in.skip_opaque(kUnlimited, "bytes of a value");
        case ValueType::symbol:
            return skip_symbol(in);
        case ValueType::list:
            if (in.flag("a list")) skip_values(in, depth + 1);
            return;
        case ValueType::map:
            return skip_map(in, depth + 1);
        case ValueType::address:
            return skip_contract_address(in);
        case ValueType::contract_instance:
            skip_executable(in);
            return skip_map(in, depth + 1);
    }
}

}  // namespace

bool may_nest(XdrReader& in, int depth) {
    if (depth > kMaxNesting)
        in.reject("nested deeper than " + std::to_string(kMaxNesting) + " levels");
    return in.ok();
}

void skip_claimable_balance_id(XdrReader& in) {
    (void)in.choice(0, "type of claimable balance");
    in.skip(kHashBytes);
}

void skip_contract_address(XdrReader& in) {
    switch (static_cast<AddressType>(in.choice(kLastAddressType, "type of contract address"))) {
        case AddressType::account:
            return (void)read_account(in);
        case AddressType::contract:
        case AddressType::liquidity_pool:
            return in.skip(kHashBytes);
        case AddressType::muxed_account:
            return in.skip(8 + kHashBytes);
        case AddressType::claimable_balance:
            return skip_claimable_balance_id(in);
    }
}

void skip_symbol(XdrReader& in) {
    in.skip_opaque(kMaxSymbol, "bytes of a symbol");
}

void skip_executable(XdrReader& in) {
    if (in.choice(kStellarAsset, "type of contract") == kWasm) in.skip(kHashBytes);
}

void skip_value(XdrReader& in) {
    skip_value(in, 0);
}

void skip_values(XdrReader& in) {
    skip_values(in, 0);
}

}  // namespace farthing::stellar
