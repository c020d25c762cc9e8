#include "sandbox/validity.hpp"

#include <limits>

#include "sandbox/fees.hpp"
#include "sandbox/operations.hpp"
#include "sandbox/signatures.hpp"
#include "stellar/reserve.hpp"

namespace farthing::sandbox {
namespace {

using stellar::PreconditionsV2;
using stellar::Transaction;
using stellar::TransactionCode;
using stellar::TransactionResult;
using Fault = std::optional<TransactionResult>;

Fault fault(TransactionCode code) {
    return TransactionResult{.code = code};
}

Fault insufficient_fee(std::int64_t enough) {
    return TransactionResult{.fee_charged = enough, .code = TransactionCode::insufficient_fee};
}

std::uint64_t seconds_of(NextLedger const& ledger) {
    return static_cast<std::uint64_t>(ledger.closes_at.seconds());
}

PreconditionsV2 const* v2_of(Transaction const& transaction) {
    return std::get_if<PreconditionsV2>(&transaction.preconditions);
}

Fault check_shape(Transaction const& transaction) {
    auto const* v2 = v2_of(transaction);
    if (v2 != nullptr && !v2->extra_signers.empty()) return fault(TransactionCode::not_supported);
    if (transaction.operations.empty()) return fault(TransactionCode::missing_operation);
    return std::nullopt;
}

bool is_too_early(Transaction const& transaction, NextLedger const& ledger) {
    auto const bounds = stellar::time_bounds(transaction);
    if (bounds && bounds->min_time > seconds_of(ledger)) return true;
    auto const* v2 = v2_of(transaction);
    return v2 != nullptr && v2->ledger_bounds && v2->ledger_bounds->min_ledger > ledger.sequence;
}

bool is_too_late(Transaction const& transaction, NextLedger const& ledger) {
    auto const bounds = stellar::time_bounds(transaction);
    if (bounds && bounds->max_time != 0 && bounds->max_time < seconds_of(ledger)) return true;
    auto const* v2 = v2_of(transaction);
    return v2 != nullptr && v2->ledger_bounds && v2->ledger_bounds->max_ledger != 0 &&
           v2->ledger_bounds->max_ledger <= ledger.sequence;
}

/// Whether the account's sequence number has rested as long as the transaction asks for.
bool has_rested(Transaction const& transaction, Account const& source, NextLedger const& ledger) {
    auto const* v2 = v2_of(transaction);
    if (v2 == nullptr) return true;
    auto const now = seconds_of(ledger);
    bool const old_enough =
        v2->min_sequence_age <= now && now - v2->min_sequence_age >= source.sequence_time;
    bool const far_enough = v2->min_sequence_ledger_gap <= ledger.sequence &&
                            ledger.sequence - v2->min_sequence_ledger_gap >= source.sequence_ledger;
    return old_enough && far_enough;
}

/// What is checked before anybody looks at an account.
Fault check_bounds(Transaction const& transaction, NextLedger const& ledger) {
    if (auto const found = check_shape(transaction)) return found;
    if (is_too_early(transaction, ledger)) return fault(TransactionCode::too_early);
    if (is_too_late(transaction, ledger)) return fault(TransactionCode::too_late);
    return std::nullopt;
}

Fault check_source(Transaction const& transaction, Account const& source,
                   NextLedger const& ledger) {
    if (!sequence_fits(transaction, source, ledger)) return fault(TransactionCode::bad_sequence);
    if (!has_rested(transaction, source, ledger))
        return fault(TransactionCode::bad_min_seq_age_or_gap);
    return std::nullopt;
}

/// An operation of an account that does not exist may still succeed: an operation before it may
/// create the account. Then the key itself must have signed.
OperationResult check_operation(stellar::Operation const& operation, PublicKey const& source,
                                SignatureCheck& signatures) {
    if (!signatures.reaches(signers_of(source))) return {.code = stellar::OperationCode::bad_auth};
    return check(operation, source);
}

/// After the first operation with a fault the others are not looked at, and read as success.
Fault check_operations(Transaction const& transaction, SignatureCheck& signatures) {
    TransactionResult result{.code = TransactionCode::failed};
    for (auto const& operation : transaction.operations)
        result.operations.push_back(success_of(operation));
    for (std::size_t i = 0; i < transaction.operations.size(); ++i) {
        auto const& operation = transaction.operations[i];
        auto& outcome = result.operations[i];
        outcome = check_operation(operation, source_of(operation, transaction), signatures);
        if (!is_success(outcome)) return result;
    }
    return std::nullopt;
}

enum class Fee { charged, paid_by_another };

Fault check_transaction(Candidate const& candidate, Fee fee, Accounts& accounts,
                        NextLedger const& ledger) {
    auto const& [transaction, signatures] = candidate.inner();
    bool const charged = fee == Fee::charged;
    if (auto const found = check_bounds(transaction, ledger)) return found;
    if (charged && candidate.fee_bid() < minimum_fee(candidate))
        return insufficient_fee(minimum_fee(candidate));

    auto const source = accounts.find(candidate.source());
    if (!source) return fault(TransactionCode::no_account);
    if (auto const found = check_source(transaction, *source, ledger)) return found;

    auto const& hash = candidate.inner_hash ? *candidate.inner_hash : candidate.hash;
    SignatureCheck check(hash, signatures);
    if (!check.reaches(signers_of(source->id))) return fault(TransactionCode::bad_auth);
    if (charged && available(*source) < candidate.fee_bid())
        return fault(TransactionCode::insufficient_balance);
    if (auto const found = check_operations(transaction, check)) return found;
    if (!check.all_used()) return fault(TransactionCode::bad_auth_extra);
    return std::nullopt;
}

/// What a fee-bump adds to its inner transaction.
Fault check_fee_source(Candidate const& candidate, stellar::FeeBump const& bump,
                       Accounts& accounts) {
    auto const enough = minimum_bid(candidate);
    if (bump.fee < enough) return insufficient_fee(enough);
    auto const source = accounts.find(candidate.fee_source());
    if (!source) return fault(TransactionCode::no_account);

    SignatureCheck check(candidate.hash, bump.signatures);
    if (!check.reaches(signers_of(source->id))) return fault(TransactionCode::bad_auth);
    if (available(*source) < bump.fee) return fault(TransactionCode::insufficient_balance);
    if (!check.all_used()) return fault(TransactionCode::bad_auth_extra);
    return std::nullopt;
}

}  // namespace

Fault find_fault(Candidate const& candidate, Accounts& accounts, NextLedger const& ledger) {
    auto const* bump = candidate.fee_bump();
    if (bump == nullptr) return check_transaction(candidate, Fee::charged, accounts, ledger);
    if (auto const found = check_fee_source(candidate, *bump, accounts)) return found;

    auto found = check_transaction(candidate, Fee::paid_by_another, accounts, ledger);
    if (!found) return std::nullopt;
    found->inner = {.hash = *candidate.inner_hash, .code = found->code};
    found->code = TransactionCode::fee_bump_inner_failed;
    return found;
}

bool sequence_fits(Transaction const& transaction, Account const& source,
                   NextLedger const& ledger) {
    // An account made in this very ledger has this number; nothing signed before may fit it.
    if (transaction.sequence == stellar::starting_sequence(ledger.sequence)) return false;
    auto const* v2 = v2_of(transaction);
    if (v2 != nullptr && v2->min_sequence)
        return source.sequence >= *v2->min_sequence && source.sequence < transaction.sequence;
    return source.sequence != std::numeric_limits<stellar::SequenceNumber>::max() &&
           source.sequence + 1 == transaction.sequence;
}

}  // namespace farthing::sandbox
