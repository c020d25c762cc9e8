#include "sandbox/validity.hpp"

#include <algorithm>

#include "sandbox/authority.hpp"
#include "sandbox/fees.hpp"
#include "sandbox/operations.hpp"

namespace farthing::sandbox {
namespace {

using stellar::PreconditionsV2;
using stellar::Transaction;
using stellar::TransactionCode;
using stellar::TransactionResult;
using Fault = std::optional<TransactionResult>;

/// invokeHostFunction; the two after it are the last types there are.
constexpr std::int32_t kFirstContractType = 24;

Fault fault(TransactionCode code) {
    return TransactionResult{.code = code};
}

Fault insufficient_fee(std::int64_t enough) {
    return TransactionResult{.fee_charged = enough, .code = TransactionCode::insufficient_fee};
}

PreconditionsV2 const* v2_of(Transaction const& transaction) {
    return std::get_if<PreconditionsV2>(&transaction.preconditions);
}

/// Operations that call contracts, and need data about what they may use.
bool calls_contract(stellar::Operation const& operation) {
    auto const type = stellar::type_of(operation.body);
    return type >= kFirstContractType && type <= stellar::kLastOperationType;
}

bool calls_contract(Transaction const& transaction) {
    return !transaction.operations.empty() && calls_contract(transaction.operations.front());
}

bool lacks_contract_data(Transaction const& transaction) {
    return calls_contract(transaction) && !transaction.soroban_data;
}

bool are_well_formed(std::vector<stellar::SignerKey> const& signers) {
    if (signers.size() == 2 && signers[0] == signers[1]) return false;
    return std::ranges::none_of(signers, [](stellar::SignerKey const& signer) {
        auto const* payload = std::get_if<stellar::SignedPayload>(&signer);
        return payload != nullptr && payload->payload.empty();
    });
}

/// A contract call stands alone, and nothing else has its data.
bool is_consistent(Transaction const& transaction) {
    auto const& operations = transaction.operations;
    if (calls_contract(transaction)) return operations.size() == 1;
    return !transaction.soroban_data &&
           std::ranges::none_of(operations, [](auto const& each) { return calls_contract(each); });
}

Fault check_shape(Transaction const& transaction) {
    auto const* v2 = v2_of(transaction);
    if (v2 != nullptr && !are_well_formed(v2->extra_signers))
        return fault(TransactionCode::malformed);
    if (transaction.operations.empty()) return fault(TransactionCode::missing_operation);
    if (!is_consistent(transaction)) return fault(TransactionCode::malformed);
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

/// What is checked before anybody looks at an account.
Fault check_bounds(Transaction const& transaction, NextLedger const& ledger) {
    if (auto const found = check_shape(transaction)) return found;
    if (is_too_early(transaction, ledger)) return fault(TransactionCode::too_early);
    if (is_too_late(transaction, ledger)) return fault(TransactionCode::too_late);
    return std::nullopt;
}

OperationResult check_operation(stellar::Operation const& operation, PublicKey const& source,
                                Accounts& accounts, SignatureCheck& signatures) {
    if (!is_supported(operation.body)) return {.code = stellar::OperationCode::not_supported};
    if (!is_authorised(operation, source, accounts, signatures))
        return {.code = stellar::OperationCode::bad_auth};
    return check(operation, source);
}

/// After the first operation with a fault the others are not looked at, and read as success.
Fault check_operations(Transaction const& transaction, Accounts& accounts,
                       SignatureCheck& signatures) {
    TransactionResult result{.code = TransactionCode::failed};
    for (auto const& operation : transaction.operations)
        result.operations.push_back(success_of(operation));
    for (std::size_t i = 0; i < transaction.operations.size(); ++i) {
        auto const& operation = transaction.operations[i];
        auto& outcome = result.operations[i];
        outcome =
            check_operation(operation, source_of(operation, transaction), accounts, signatures);
        if (!is_success(outcome)) return result;
    }
    return std::nullopt;
}

enum class Fee { charged, paid_by_another };

Fault check_transaction(Candidate const& candidate, Fee fee, Accounts& accounts,
                        NextLedger const& ledger) {
    auto const& transaction = candidate.inner().transaction;
    bool const charged = fee == Fee::charged;
    if (auto const found = check_bounds(transaction, ledger)) return found;
    if (charged && candidate.fee_bid() < minimum_fee(candidate))
        return insufficient_fee(minimum_fee(candidate));

    auto signatures = signatures_of(candidate);
    if (auto const objection = find_objection(candidate, accounts, ledger, signatures))
        return fault(*objection);
    if (charged && available(*accounts.find(candidate.source())) < candidate.fee_bid())
        return fault(TransactionCode::insufficient_balance);
    if (auto const found = check_operations(transaction, accounts, signatures)) return found;
    if (!signatures.all_used()) return fault(TransactionCode::bad_auth_extra);
    return std::nullopt;
}

/// What a fee-bump adds to its inner transaction.
Fault check_fee_source(Candidate const& candidate, stellar::FeeBump const& bump,
                       Accounts& accounts) {
    auto const enough = minimum_bid(candidate);
    if (bump.fee < enough) return insufficient_fee(enough);
    auto const* source = accounts.find(candidate.fee_source());
    if (source == nullptr) return fault(TransactionCode::no_account);

    auto signatures = signatures_of(candidate, bump);
    if (!signatures.authorises(*source, Level::low)) return fault(TransactionCode::bad_auth);
    if (available(*source) < bump.fee) return fault(TransactionCode::insufficient_balance);
    if (!signatures.all_used()) return fault(TransactionCode::bad_auth_extra);
    return std::nullopt;
}

}  // namespace

Fault find_fault(Candidate const& candidate, Accounts& accounts, NextLedger const& ledger) {
    if (lacks_contract_data(candidate.inner().transaction))
        return fault(TransactionCode::malformed);
    auto const* bump = candidate.fee_bump();
    if (bump == nullptr) return check_transaction(candidate, Fee::charged, accounts, ledger);
    if (auto const found = check_fee_source(candidate, *bump, accounts)) return found;

    auto found = check_transaction(candidate, Fee::paid_by_another, accounts, ledger);
    if (!found) return std::nullopt;
    found->inner = {.hash = *candidate.inner_hash, .code = found->code};
    found->code = TransactionCode::fee_bump_inner_failed;
    return found;
}

}  // namespace farthing::sandbox
