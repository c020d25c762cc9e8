#include "sandbox/operations.hpp"
#include "sandbox/reserves.hpp"
#include "stellar/reserve.hpp"

namespace farthing::sandbox {

using stellar::CreateAccountCode;

CreateAccountCode check(stellar::CreateAccount const& operation, PublicKey const& source) {
    bool const malformed = operation.starting_balance < 0 || operation.destination == source;
    return malformed ? CreateAccountCode::malformed : CreateAccountCode::success;
}

OperationResult apply(stellar::CreateAccount const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around) {
    if (accounts.find(operation.destination)) return result_of(CreateAccountCode::already_exists);
    Account fresh{.id = operation.destination,
                  .balance = operation.starting_balance,
                  .sequence = stellar::starting_sequence(around.ledger.sequence)};
    auto const reserve = reserve_account(fresh, accounts, around.sponsorships);
    if (reserve != Reserve::taken)
        return refusal(reserve, result_of(CreateAccountCode::low_reserve));

    // Who sponsors the account may be who funds it, and can pay less now.
    auto const balance = fresh.balance;
    if (available(*accounts.find(source)) < balance)
        return result_of(CreateAccountCode::underfunded);
    accounts.change(source).balance -= balance;
    accounts.put(std::move(fresh));
    return result_of(CreateAccountCode::success);
}

}  // namespace farthing::sandbox
