#include "stellar/contract_call_xdr.hpp"

#include <limits>

#include "stellar/contract_value_xdr.hpp"
#include "stellar/ledger_key_xdr.hpp"
#include "stellar/operation_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kUnlimited = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kHashBytes = 32;

/// ContractIDPreimageType.
constexpr std::int32_t kFromAddress = 0;
constexpr std::int32_t kFromAsset = 1;

/// HostFunctionType.
enum class HostFunction : std::int32_t {
    invoke_contract = 0,
    create_contract = 1,
    upload_wasm = 2,
    create_contract_v2 = 3,
};
constexpr auto kLastHostFunction = static_cast<std::int32_t>(HostFunction::create_contract_v2);

/// SorobanAuthorizedFunctionType.
enum class AuthorizedFunction : std::int32_t {
    contract = 0,
    create_contract = 1,
    create_contract_v2 = 2,
};
constexpr auto kLastAuthorizedFunction =
    static_cast<std::int32_t>(AuthorizedFunction::create_contract_v2);

/// SorobanCredentialsType.
enum class Credentials : std::int32_t {
    source_account = 0,
    address = 1,
    address_v2 = 2,
    address_with_delegates = 3,
};
constexpr auto kLastCredentials = static_cast<std::int32_t>(Credentials::address_with_delegates);

/// The extension of SorobanTransactionData that lists archived entries.
constexpr std::int32_t kArchivedEntries = 1;

void skip_invoke_contract(XdrReader& in) {
    skip_contract_address(in);
    skip_symbol(in);
    skip_values(in);
}

void skip_create_contract(XdrReader& in) {
    if (in.choice(kFromAsset, "source of a contract's id") == kFromAddress) {
        skip_contract_address(in);
        in.skip(kHashBytes);
    } else {
        (void)read_asset(in);
    }
    skip_executable(in);
}

void skip_create_contract_v2(XdrReader& in) {
    skip_create_contract(in);
    skip_values(in);
}

void skip_host_function(XdrReader& in) {
    switch (static_cast<HostFunction>(in.choice(kLastHostFunction, "host function"))) {
        case HostFunction::invoke_contract:
            return skip_invoke_contract(in);
        case HostFunction::create_contract:
            return skip_create_contract(in);
        case HostFunction::upload_wasm:
            return in.skip_opaque(kUnlimited, "bytes of code");
        case HostFunction::create_contract_v2:
            return skip_create_contract_v2(in);
    }
}

void skip_authorized_function(XdrReader& in) {
    switch (static_cast<AuthorizedFunction>(
        in.choice(kLastAuthorizedFunction, "authorized function"))) {
        case AuthorizedFunction::contract:
            return skip_invoke_contract(in);
        case AuthorizedFunction::create_contract:
            return skip_create_contract(in);
        case AuthorizedFunction::create_contract_v2:
            return skip_create_contract_v2(in);
    }
}

/// SorobanAuthorizedInvocation.
void skip_invocation(XdrReader& in, int depth) {
    if (!may_nest(in, depth)) return;
    skip_authorized_function(in);
    auto const calls = in.count_of_rest("authorized calls");
    for (std::uint32_t i = 0; i < calls && in.ok(); ++i) skip_invocation(in, depth + 1);
}

/// SorobanDelegateSignature<>.
void skip_delegates(XdrReader& in, int depth) {
    if (!may_nest(in, depth)) return;
    auto const delegates = in.count_of_rest("delegates");
    for (std::uint32_t i = 0; i < delegates && in.ok(); ++i) {
        skip_contract_address(in);
        skip_value(in);
        skip_delegates(in, depth + 1);
    }
}

/// SorobanAddressCredentials.
void skip_address_credentials(XdrReader& in) {
    skip_contract_address(in);
    in.skip(8);  // The nonce.
    in.skip(4);  // The last ledger of the signature.
    skip_value(in);
}

void skip_credentials(XdrReader& in) {
    switch (static_cast<Credentials>(in.choice(kLastCredentials, "type of credentials"))) {
        case Credentials::source_account:
            return;
        case Credentials::address:
        case Credentials::address_v2:
            return skip_address_credentials(in);
        case Credentials::address_with_delegates:
            skip_address_credentials(in);
            return skip_delegates(in, 0);
    }
}

void skip_ledger_keys(XdrReader& in) {
    auto const keys = in.count_of_rest("ledger keys");
    for (std::uint32_t i = 0; i < keys && in.ok(); ++i) skip_ledger_key(in);
}

}  // namespace

void skip_invoke_host_function(XdrReader& in) {
    skip_host_function(in);
    auto const authorizations = in.count_of_rest("authorizations");
    for (std::uint32_t i = 0; i < authorizations && in.ok(); ++i) {
        skip_credentials(in);
        skip_invocation(in, 0);
    }
}

base::Bytes read_soroban_data(XdrReader& in) {
    auto const from = in.position();
    if (in.choice(kArchivedEntries, "extension of contract data") == kArchivedEntries)
        in.skip(std::size_t{4} * in.count_of_rest("archived entries"));
    skip_ledger_keys(in);  // Only read.
    skip_ledger_keys(in);  // Written too.
    in.skip(12);           // Instructions, bytes to read and to write.
    in.skip(8);            // The fee for all that.
    auto const data = in.between(from, in.position());
    return {data.begin(), data.end()};
}

}  // namespace farthing::stellar
