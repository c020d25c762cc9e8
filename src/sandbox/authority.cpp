#include "sandbox/authority.hpp"

#include "sandbox/operations.hpp"
#include "sandbox/reserves.hpp"
#include "sandbox/sequence.hpp"

namespace farthing::sandbox {
namespace {

using stellar::TransactionCode;
using stellar::TransactionHash;

std::vector<stellar::SignerKey> const& extra_signers_of(stellar::Transaction const& transaction) {
    static std::vector<stellar::SignerKey> const none;
    auto const* v2 = std::get_if<stellar::PreconditionsV2>(&transaction.preconditions);
    return v2 == nullptr ? none : v2->extra_signers;
}

void remove_one_time_signer(PublicKey const& owner, TransactionHash const& hash,
                            Accounts& accounts) {
    auto const* account = accounts.find(owner);
    if (account == nullptr || account->options.signers.empty()) return;
    remove_signer(owner, stellar::PreAuthorizedTransaction{hash}, accounts);
}

}  // namespace

SignatureCheck signatures_of(Candidate const& candidate) {
    return {candidate.hash_of_inner(), candidate.inner().signatures, candidate.verdicts};
}

SignatureCheck signatures_of(Candidate const& candidate, stellar::FeeBump const& bump) {
    return {candidate.hash, bump.signatures, candidate.fee_verdicts};
}

std::optional<TransactionCode> find_objection(Candidate const& candidate, Accounts& accounts,
                                              NextLedger const& ledger,
                                              SignatureCheck& signatures) {
    auto const& transaction = candidate.inner().transaction;
    auto const* source = accounts.find(candidate.source());
    if (source == nullptr) return TransactionCode::no_account;
    if (!sequence_fits(transaction, *source, ledger)) return TransactionCode::bad_sequence;
    if (!has_rested(transaction, *source, ledger)) return TransactionCode::bad_min_seq_age_or_gap;
    bool const authorised = signatures.authorises(*source, Level::low) &&
                            signatures.has_all(extra_signers_of(transaction));
    return authorised ? std::nullopt : std::optional(TransactionCode::bad_auth);
}

bool is_authorised(stellar::Operation const& operation, PublicKey const& source, Accounts& accounts,
                   SignatureCheck& signatures) {
    auto const* account = accounts.find(source);
    if (account == nullptr) return signatures.authorises(source);
    return signatures.authorises(*account, level_of(operation.body));
}

void remove_one_time_signers(Candidate const& candidate, Accounts& accounts) {
    auto const& transaction = candidate.inner().transaction;
    auto const& hash = candidate.hash_of_inner();
    remove_one_time_signer(candidate.source(), hash, accounts);
    for (auto const& operation : transaction.operations)
        remove_one_time_signer(source_of(operation, transaction), hash, accounts);
}

void remove_fee_bump_signer(Candidate const& candidate, Accounts& accounts) {
    if (candidate.fee_bump() != nullptr)
        remove_one_time_signer(candidate.fee_source(), candidate.hash, accounts);
}

}  // namespace farthing::sandbox
