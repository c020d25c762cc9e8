#include "sandbox/operations.hpp"
#include "stellar/reserve.hpp"

namespace farthing::sandbox {

using stellar::CreateAccountCode;

CreateAccountCode check(stellar::CreateAccount const& operation, PublicKey const& source) {
    bool const malformed = operation.starting_balance < 0 || operation.destination == source;
    return malformed ? CreateAccountCode::malformed : CreateAccountCode::success;
}

CreateAccountCode apply(stellar::CreateAccount const& operation, PublicKey const& source,
                        Accounts& accounts, NextLedger const& ledger) {
    if (accounts.find(operation.destination)) return CreateAccountCode::already_exists;
    if (operation.starting_balance < stellar::minimum_balance({}).value())
        return CreateAccountCode::low_reserve;
    auto funder = *accounts.find(source);
    if (available(funder) < operation.starting_balance) return CreateAccountCode::underfunded;

    funder.balance -= operation.starting_balance;
    accounts.put(funder);
    accounts.put({.id = operation.destination,
                  .balance = operation.starting_balance,
                  .sequence = stellar::starting_sequence(ledger.sequence)});
    return CreateAccountCode::success;
}

}  // namespace farthing::sandbox
