#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/transaction.hpp"

namespace farthing::stellar {

/// TransactionResultCode of Stellar-transaction.x.
enum class TransactionCode : std::int32_t {
    fee_bump_inner_success = 1,
    success = 0,
    failed = -1,
    too_early = -2,
    too_late = -3,
    missing_operation = -4,
    bad_sequence = -5,
    bad_auth = -6,
    insufficient_balance = -7,
    no_account = -8,
    insufficient_fee = -9,
    bad_auth_extra = -10,
    internal_error = -11,
    not_supported = -12,
    fee_bump_inner_failed = -13,
    bad_sponsorship = -14,
    bad_min_seq_age_or_gap = -15,
    malformed = -16,
    soroban_invalid = -17,
};

/// OperationResultCode: what kept an operation from being tried, or `inner` when it was.
enum class OperationCode : std::int32_t {
    inner = 0,
    bad_auth = -1,
    no_account = -2,
    not_supported = -3,
    too_many_subentries = -4,
    exceeded_work_limit = -5,
    too_many_sponsoring = -6,
};

/// CreateAccountResultCode, PaymentResultCode and so on; 0 is success in all.
enum class CreateAccountCode : std::int32_t {
    success = 0,
    malformed = -1,
    underfunded = -2,
    low_reserve = -3,
    already_exists = -4,
};
enum class PaymentCode : std::int32_t {
    success = 0,
    malformed = -1,
    underfunded = -2,
    src_no_trust = -3,
    src_not_authorized = -4,
    no_destination = -5,
    no_trust = -6,
    not_authorized = -7,
    line_full = -8,
    no_issuer = -9,
};

enum class SetOptionsCode : std::int32_t {
    success = 0,
    low_reserve = -1,
    too_many_signers = -2,
    bad_flags = -3,
    invalid_inflation = -4,
    cannot_change = -5,
    unknown_flag = -6,
    threshold_out_of_range = -7,
    bad_signer = -8,
    invalid_home_domain = -9,
    auth_revocable_required = -10,
};
enum class AccountMergeCode : std::int32_t {
    success = 0,
    malformed = -1,
    no_account = -2,
    immutable_set = -3,
    has_subentries = -4,
    sequence_too_far = -5,
    destination_full = -6,
    is_sponsor = -7,
};
enum class ManageDataCode : std::int32_t {
    success = 0,
    not_supported_yet = -1,
    name_not_found = -2,
    low_reserve = -3,
    invalid_name = -4,
};
enum class BumpSequenceCode : std::int32_t {
    success = 0,
    bad_sequence = -1,
};
enum class BeginSponsoringCode : std::int32_t {
    success = 0,
    malformed = -1,
    already_sponsored = -2,
    recursive = -3,
};
enum class EndSponsoringCode : std::int32_t {
    success = 0,
    not_sponsored = -1,
};

/// One operation's result. `type` and `inner` count only when `code` is `inner`.
struct OperationResult {
    OperationCode code = OperationCode::inner;
    std::int32_t type = 0;
    std::int32_t inner = 0;
    std::int64_t merged = 0;  ///< Of an accountMerge that succeeded: the stroops that moved.
    bool operator==(OperationResult const&) const = default;
};

/// TransactionResult. Operation results are there for success and failed, of a fee-bump for its
/// inner transaction.
struct TransactionResult {
    std::int64_t fee_charged = 0;
    TransactionCode code = TransactionCode::success;
    std::vector<OperationResult> operations = {};

    /// Set for the two fee-bump codes: the inner transaction's hash, result code and fee.
    struct Inner {
        TransactionHash hash;
        std::int64_t fee_charged = 0;
        TransactionCode code = TransactionCode::success;
        bool operator==(Inner const&) const = default;
    };
    std::optional<Inner> inner = {};

    bool operator==(TransactionResult const&) const = default;
};

/// Only results of operations that operation.hpp has a type for are written; one that was cut short
/// when it was read is not.
base::Bytes encode_result(TransactionResult const& result);
std::string encode_result_base64(TransactionResult const& result);

/// Reads results of the operations that operation.hpp has a type for whole. A result with another
/// one is read up to and including that operation's code; what follows is left out of `operations`,
/// because its length is not known.
base::Result<TransactionResult> decode_result(base::ByteView xdr);
base::Result<TransactionResult> decode_result_base64(std::string_view text);

/// False when it was cut short when it was read.
bool is_whole(TransactionResult const& result);

/// Horizon's names: `tx_success`, `tx_no_source_account`, `op_underfunded`, `op_already_exists`...
std::string_view horizon_name(TransactionCode code);
std::string_view horizon_name(OperationResult const& result);

/// True when the transaction (or the inner one of a fee-bump) was applied with success.
bool succeeded(TransactionResult const& result);

}  // namespace farthing::stellar
