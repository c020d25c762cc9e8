#include "stellar/result_xdr.hpp"

#include <algorithm>
#include <array>

#include "base/encoding.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

using namespace std::string_view_literals;

/// More than the largest result of payments: 100 operations of 12 bytes and a header.
constexpr std::size_t kMaxResultBytes = 64 * 1024;

/// Horizon's names for an operation's own codes, at the index -code.
struct CodeNames {
    std::int32_t type;
    std::initializer_list<std::string_view> names;
};

constexpr auto kCreateAccountNames = {"op_success"sv, "op_malformed"sv, "op_underfunded"sv,
                                      "op_low_reserve"sv, "op_already_exists"sv};
constexpr auto kPaymentNames = {
    "op_success"sv,      "op_malformed"sv,          "op_underfunded"sv,
    "op_src_no_trust"sv, "op_src_not_authorized"sv, "op_no_destination"sv,
    "op_no_trust"sv,     "op_not_authorized"sv,     "op_line_full"sv,
    "op_no_issuer"sv};
constexpr auto kSetOptionsNames = {"op_success"sv,
                                   "op_low_reserve"sv,
                                   "op_too_many_signers"sv,
                                   "op_bad_flags"sv,
                                   "op_invalid_inflation"sv,
                                   "op_cant_change"sv,
                                   "op_unknown_flag"sv,
                                   "op_threshold_out_of_range"sv,
                                   "op_bad_signer"sv,
                                   "op_invalid_home_domain"sv,
                                   "op_auth_revocable_required"sv};
constexpr auto kAccountMergeNames = {
    "op_success"sv,         "op_malformed"sv,       "op_no_account"sv, "op_immutable_set"sv,
    "op_has_sub_entries"sv, "op_seq_num_too_far"sv, "op_dest_full"sv,  "op_is_sponsor"sv};
constexpr auto kManageDataNames = {"op_success"sv, "op_not_supported_yet"sv,
                                   "op_data_name_not_found"sv, "op_low_reserve"sv,
                                   "op_data_invalid_name"sv};
constexpr auto kBumpSequenceNames = {"op_success"sv, "op_bad_seq"sv};
constexpr auto kBeginSponsoringNames = {"op_success"sv, "op_malformed"sv, "op_already_sponsored"sv,
                                        "op_recursive"sv};
constexpr auto kEndSponsoringNames = {"op_success"sv, "op_not_sponsored"sv};

constexpr std::array<CodeNames, 8> kCodeNames{{{kCreateAccountType, kCreateAccountNames},
                                               {kPaymentType, kPaymentNames},
                                               {kSetOptionsType, kSetOptionsNames},
                                               {kAccountMergeType, kAccountMergeNames},
                                               {kManageDataType, kManageDataNames},
                                               {kBumpSequenceType, kBumpSequenceNames},
                                               {kBeginSponsoringType, kBeginSponsoringNames},
                                               {kEndSponsoringType, kEndSponsoringNames}}};

CodeNames const* names_of(std::int32_t type) {
    auto const found = std::ranges::find(kCodeNames, type, &CodeNames::type);
    return found == kCodeNames.end() ? nullptr : found;
}

bool is_known(OperationResult const& result) {
    auto const* names = names_of(result.type);
    if (names == nullptr) return true;
    return result.inner <= 0 && result.inner > -static_cast<std::int64_t>(names->names.size());
}

bool is_read_whole(OperationResult const& result) {
    return result.code != OperationCode::inner || names_of(result.type) != nullptr;
}

bool has_merged_balance(OperationResult const& result) {
    return result.type == kAccountMergeType && result.inner == 0;
}

bool has_operations(TransactionCode code) {
    return code == TransactionCode::success || code == TransactionCode::failed;
}

bool is_fee_bump(TransactionCode code) {
    return code == TransactionCode::fee_bump_inner_success ||
           code == TransactionCode::fee_bump_inner_failed;
}

TransactionCode read_code(XdrReader& in) {
    auto const code = in.i32();
    if (code > static_cast<std::int32_t>(TransactionCode::fee_bump_inner_success) ||
        code < static_cast<std::int32_t>(TransactionCode::soroban_invalid))
        in.reject("unknown result code " + std::to_string(code));
    return in.ok() ? static_cast<TransactionCode>(code) : TransactionCode::internal_error;
}

OperationResult read_operation(XdrReader& in) {
    OperationResult out;
    auto const code = in.i32();
    if (code > static_cast<std::int32_t>(OperationCode::inner) ||
        code < static_cast<std::int32_t>(OperationCode::too_many_sponsoring))
        in.reject("unknown result code of an operation " + std::to_string(code));
    if (!in.ok()) return out;

    out.code = static_cast<OperationCode>(code);
    if (out.code != OperationCode::inner) return out;
    out.type = in.i32();
    if (out.type < 0 || out.type > kLastOperationType)
        in.reject("unknown operation type " + std::to_string(out.type));
    out.inner = in.i32();
    if (!is_known(out))
        in.reject("unknown result " + std::to_string(out.inner) + " of operation type " +
                  std::to_string(out.type));
    if (has_merged_balance(out)) out.merged = in.i64();
    return out;
}

/// Reads operation results. False when it had to stop at one whose length is not known.
bool read_operations(XdrReader& in, std::vector<OperationResult>& out) {
    auto const operations = in.count(kMaxOperations, "operation results");
    for (std::uint32_t i = 0; i < operations && in.ok(); ++i) {
        out.push_back(read_operation(in));
        if (!is_read_whole(out.back())) return false;
    }
    return true;
}

void read_extension(XdrReader& in) {
    auto const extension = in.i32();
    if (extension != 0) in.reject("unknown result extension " + std::to_string(extension));
}

/// Reads the arm of a result code that belongs to an ordinary transaction, and the extension.
bool read_arm(XdrReader& in, TransactionCode code, std::vector<OperationResult>& out) {
    if (has_operations(code) && !read_operations(in, out)) return false;
    read_extension(in);
    return true;
}

/// Reads InnerTransactionResultPair and the extension of the outer result.
bool read_inner(XdrReader& in, TransactionResult& out) {
    auto const hash = in.fixed<32>();
    auto const fee_charged = in.i64();
    auto const code = read_code(in);
    if (is_fee_bump(code)) in.reject("the inner result of a fee-bump is that of a fee-bump");
    out.inner = {.hash = hash, .fee_charged = fee_charged, .code = code};
    if (!read_arm(in, code, out.operations)) return false;
    read_extension(in);
    return true;
}

void write_operations(XdrWriter& out, std::vector<OperationResult> const& operations) {
    out.count(operations.size());
    for (auto const& operation : operations) {
        out.i32(static_cast<std::int32_t>(operation.code));
        if (operation.code != OperationCode::inner) continue;
        base::ensure(is_read_whole(operation) && is_known(operation));
        out.i32(operation.type);
        out.i32(operation.inner);
        if (has_merged_balance(operation)) out.i64(operation.merged);
    }
}

void write_arm(XdrWriter& out, TransactionCode code,
               std::vector<OperationResult> const& operations) {
    if (has_operations(code)) write_operations(out, operations);
    out.i32(0);
}

}  // namespace

base::Bytes encode_result(TransactionResult const& result) {
    base::ensure(is_fee_bump(result.code) == result.inner.has_value());
    XdrWriter out;
    out.i64(result.fee_charged);
    out.i32(static_cast<std::int32_t>(result.code));
    if (!result.inner) {
        write_arm(out, result.code, result.operations);
        return out.take();
    }
    out.raw(result.inner->hash);
    out.i64(result.inner->fee_charged);
    out.i32(static_cast<std::int32_t>(result.inner->code));
    write_arm(out, result.inner->code, result.operations);
    out.i32(0);
    return out.take();
}

std::string encode_result_base64(TransactionResult const& result) {
    return base::to_base64(encode_result(result));
}

base::Result<TransactionResult> decode_result(base::ByteView xdr) {
    if (xdr.size() > kMaxResultBytes)
        return base::fail(base::Errc::invalid_request, "the result is too long");
    XdrReader in(xdr);
    TransactionResult out;
    out.fee_charged = in.i64();
    out.code = read_code(in);
    bool const whole =
        is_fee_bump(out.code) ? read_inner(in, out) : read_arm(in, out.code, out.operations);
    auto const done = whole ? in.finish() : in.status();
    if (!done) return done.error();
    return out;
}

base::Result<TransactionResult> decode_result_base64(std::string_view text) {
    if (text.size() > (kMaxResultBytes + 2) / 3 * 4)
        return base::fail(base::Errc::invalid_request, "the result is too long");
    auto const xdr = base::from_base64(text);
    if (!xdr) return xdr.error();
    return decode_result(*xdr);
}

bool is_whole(TransactionResult const& result) {
    return std::ranges::all_of(result.operations, is_read_whole);
}

std::string_view horizon_name(TransactionCode code) {
    switch (code) {
        case TransactionCode::fee_bump_inner_success:
            return "tx_fee_bump_inner_success";
        case TransactionCode::success:
            return "tx_success";
        case TransactionCode::failed:
            return "tx_failed";
        case TransactionCode::too_early:
            return "tx_too_early";
        case TransactionCode::too_late:
            return "tx_too_late";
        case TransactionCode::missing_operation:
            return "tx_missing_operation";
        case TransactionCode::bad_sequence:
            return "tx_bad_seq";
        case TransactionCode::bad_auth:
            return "tx_bad_auth";
        case TransactionCode::insufficient_balance:
            return "tx_insufficient_balance";
        case TransactionCode::no_account:
            return "tx_no_source_account";
        case TransactionCode::insufficient_fee:
            return "tx_insufficient_fee";
        case TransactionCode::bad_auth_extra:
            return "tx_bad_auth_extra";
        case TransactionCode::internal_error:
            return "tx_internal_error";
        case TransactionCode::not_supported:
            return "tx_not_supported";
        case TransactionCode::fee_bump_inner_failed:
            return "tx_fee_bump_inner_failed";
        case TransactionCode::bad_sponsorship:
            return "tx_bad_sponsorship";
        case TransactionCode::bad_min_seq_age_or_gap:
            return "tx_bad_minseq_age_or_gap";
        case TransactionCode::malformed:
            return "tx_malformed";
        case TransactionCode::soroban_invalid:
            return "tx_soroban_invalid";
    }
    base::ensure(false);
    return {};
}

namespace {

std::string_view inner_name(OperationResult const& result) {
    auto const* names = names_of(result.type);
    if (names == nullptr || !is_known(result))
        return result.inner == 0 ? "op_success" : "op_unknown";
    return names->names.begin()[-static_cast<std::ptrdiff_t>(result.inner)];
}

}  // namespace

std::string_view horizon_name(OperationResult const& result) {
    switch (result.code) {
        case OperationCode::inner:
            return inner_name(result);
        case OperationCode::bad_auth:
            return "op_bad_auth";
        case OperationCode::no_account:
            return "op_no_source_account";
        case OperationCode::not_supported:
            return "op_not_supported";
        case OperationCode::too_many_subentries:
            return "op_too_many_subentries";
        case OperationCode::exceeded_work_limit:
            return "op_exceeded_work_limit";
        case OperationCode::too_many_sponsoring:
            return "op_too_many_sponsoring";
    }
    base::ensure(false);
    return {};
}

bool succeeded(TransactionResult const& result) {
    return result.code == TransactionCode::success ||
           result.code == TransactionCode::fee_bump_inner_success;
}

}  // namespace farthing::stellar
