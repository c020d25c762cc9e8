#include "sandbox/application.hpp"

#include <algorithm>

#include "sandbox/authority.hpp"
#include "sandbox/operations.hpp"
#include "sandbox/sequence.hpp"

namespace farthing::sandbox {
namespace {

using stellar::Transaction;
using stellar::TransactionCode;
using stellar::TransactionResult;

bool uses_sequence(std::optional<TransactionCode> objection) {
    return objection != TransactionCode::no_account && objection != TransactionCode::bad_sequence;
}

/// Asks the source of every operation; those that object are told, the others read as success.
TransactionResult ask_sources(Transaction const& transaction, Accounts& accounts,
                              SignatureCheck& signatures) {
    TransactionResult result;
    for (auto const& operation : transaction.operations) {
        auto const& source = source_of(operation, transaction);
        bool const authorised = is_authorised(operation, source, accounts, signatures);
        if (!authorised) result.code = TransactionCode::failed;
        result.operations.push_back(
            authorised ? success_of(operation)
                       : OperationResult{.code = stellar::OperationCode::bad_auth});
    }
    return result;
}

/// Whether the transaction may be tried, as a result that reads as success when it may.
TransactionResult admit(Candidate const& candidate, Accounts& accounts, NextLedger const& ledger) {
    auto const& transaction = candidate.inner().transaction;
    auto signatures = signatures_of(candidate);
    auto const objection = find_objection(candidate, accounts, ledger, signatures);
    if (uses_sequence(objection))
        use_sequence(accounts.change(candidate.source()), transaction.sequence, ledger);
    if (objection) return {.code = *objection};
    auto result = ask_sources(transaction, accounts, signatures);
    if (result.code == TransactionCode::success && !signatures.all_used())
        return {.code = TransactionCode::bad_auth_extra};
    return result;
}

OperationResult apply_operation(stellar::Operation const& operation, PublicKey const& source,
                                Accounts& accounts, Surroundings const& around) {
    if (!accounts.find(source)) return {.code = stellar::OperationCode::no_account};
    auto step = Accounts::above(accounts);
    auto const result = apply(operation, source, step, around);
    if (is_success(result)) step.keep();
    return result;
}

/// All operations or none. Those after a failed one are tried too, and their results told.
TransactionResult apply_operations(Transaction const& transaction, Accounts& accounts,
                                   Surroundings const& around) {
    auto step = Accounts::above(accounts);
    TransactionResult result;
    for (auto const& operation : transaction.operations)
        result.operations.push_back(
            apply_operation(operation, source_of(operation, transaction), step, around));
    if (!std::ranges::all_of(result.operations, is_success))
        result.code = TransactionCode::failed;
    else if (!around.sponsorships.none_open())
        return {.code = TransactionCode::bad_sponsorship};
    else
        step.keep();
    return result;
}

TransactionResult wrap(TransactionResult result, Candidate const& candidate) {
    if (!candidate.inner_hash) return result;
    result.inner = {.hash = *candidate.inner_hash, .code = result.code};
    result.code = result.code == TransactionCode::success ? TransactionCode::fee_bump_inner_success
                                                          : TransactionCode::fee_bump_inner_failed;
    return result;
}

}  // namespace

TransactionResult apply_transaction(Candidate const& candidate, Accounts& accounts,
                                    NextLedger const& ledger,
                                    std::span<Candidate const* const> transactions) {
    remove_fee_bump_signer(candidate, accounts);
    auto result = admit(candidate, accounts, ledger);
    remove_one_time_signers(candidate, accounts);
    Sponsorships sponsorships;
    if (result.code == TransactionCode::success)
        result = apply_operations(
            candidate.inner().transaction, accounts,
            {.ledger = ledger, .transactions = transactions, .sponsorships = sponsorships});
    return wrap(std::move(result), candidate);
}

}  // namespace farthing::sandbox
