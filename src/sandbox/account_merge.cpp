#include <algorithm>
#include <limits>

#include "sandbox/operations.hpp"
#include "sandbox/reserves.hpp"
#include "stellar/reserve.hpp"

namespace farthing::sandbox {
namespace {

using stellar::AccountMergeCode;

/// An account that is made again begins with the number of its ledger. Nothing that was signed for
/// the old one may fit it, neither what was used nor what is about to be in this ledger.
bool is_sequence_too_far(Account const& account, Surroundings const& around) {
    auto const start = stellar::starting_sequence(around.ledger.sequence);
    auto const reaches = [&](Candidate const* candidate) {
        return candidate->source() == account.id &&
               candidate->inner().transaction.sequence >= start;
    };
    return account.sequence >= start || std::ranges::any_of(around.transactions, reaches);
}

bool is_sponsor(Account const& account, Surroundings const& around) {
    return account.sponsoring > 0 || around.sponsorships.is_sponsor(account.id);
}

AccountMergeCode find_obstacle(Account const& account, Account const* destination,
                               Surroundings const& around) {
    if (destination == nullptr) return AccountMergeCode::no_account;
    if ((account.options.flags & kAuthImmutable) != 0) return AccountMergeCode::immutable_set;
    if (account.subentries != account.options.signers.size())
        return AccountMergeCode::has_subentries;
    if (is_sequence_too_far(account, around)) return AccountMergeCode::sequence_too_far;
    if (is_sponsor(account, around)) return AccountMergeCode::is_sponsor;
    if (account.balance > std::numeric_limits<std::int64_t>::max() - destination->balance)
        return AccountMergeCode::destination_full;
    return AccountMergeCode::success;
}

}  // namespace

AccountMergeCode check(stellar::AccountMerge const& operation, PublicKey const& source) {
    return operation.destination.account == source ? AccountMergeCode::malformed
                                                   : AccountMergeCode::success;
}

OperationResult apply(stellar::AccountMerge const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around) {
    auto const& destination = operation.destination.account;
    auto const& account = *accounts.find(source);
    auto const obstacle = find_obstacle(account, accounts.find(destination), around);
    auto result = result_of(obstacle);
    if (obstacle != AccountMergeCode::success) return result;

    result.merged = account.balance;
    accounts.change(destination).balance += account.balance;
    release_account(account, accounts);
    accounts.remove(source);
    return result;
}

}  // namespace farthing::sandbox
