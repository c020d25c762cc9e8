#include "stellar/envelope_xdr.hpp"

#include "base/encoding.hpp"
#include "stellar/contract_call_xdr.hpp"
#include "stellar/operation_xdr.hpp"
#include "stellar/signer_xdr.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::int32_t kEnvelopeV0 = 0;
constexpr std::int32_t kEnvelopeV1 = 2;
constexpr std::int32_t kEnvelopeFeeBump = 5;

constexpr std::int32_t kPreconditionsNone = 0;
constexpr std::int32_t kPreconditionsTime = 1;
constexpr std::int32_t kPreconditionsV2 = 2;
constexpr std::size_t kMaxExtraSigners = 2;

constexpr std::size_t kMaxSignature = 64;

constexpr std::int32_t kNoExtension = 0;
constexpr std::int32_t kSorobanExtension = 1;

constexpr std::int32_t kMemoNone = 0;
constexpr std::int32_t kMemoText = 1;
constexpr std::int32_t kMemoId = 2;
constexpr std::int32_t kMemoHash = 3;
constexpr std::int32_t kMemoReturn = 4;

TimeBounds read_time_bounds(XdrReader& in) {
    auto const min_time = in.u64();
    return {.min_time = min_time, .max_time = in.u64()};
}

LedgerBounds read_ledger_bounds(XdrReader& in) {
    auto const min_ledger = in.u32();
    return {.min_ledger = min_ledger, .max_ledger = in.u32()};
}

PreconditionsV2 read_preconditions_v2(XdrReader& in) {
    PreconditionsV2 out;
    if (in.flag("the time bounds")) out.time_bounds = read_time_bounds(in);
    if (in.flag("the ledger bounds")) out.ledger_bounds = read_ledger_bounds(in);
    if (in.flag("the minimum sequence")) out.min_sequence = in.i64();
    out.min_sequence_age = in.u64();
    out.min_sequence_ledger_gap = in.u32();
    auto const signers = in.count(kMaxExtraSigners, "extra signers");
    for (std::uint32_t i = 0; i < signers; ++i) out.extra_signers.push_back(read_signer_key(in));
    return out;
}

Preconditions read_preconditions(XdrReader& in) {
    auto const type = in.i32();
    if (type == kPreconditionsTime) return read_time_bounds(in);
    if (type == kPreconditionsV2) return read_preconditions_v2(in);
    if (type != kPreconditionsNone) in.reject("unknown preconditions " + std::to_string(type));
    return NoPreconditions{};
}

Memo read_memo(XdrReader& in) {
    auto const type = in.i32();
    switch (type) {
        case kMemoText: {
            auto const text = in.opaque(kMaxMemoText, "bytes of a memo");
            return MemoText{std::string(base::as_text(text))};
        }
        case kMemoId:
            return MemoId{in.u64()};
        case kMemoHash:
            return MemoHash{in.fixed<32>()};
        case kMemoReturn:
            return MemoReturn{in.fixed<32>()};
        default:
            if (type != kMemoNone) in.reject("unknown type of memo " + std::to_string(type));
            return MemoNone{};
    }
}

/// What v0 and v1 have in common before the extension.
void read_memo_and_operations(XdrReader& in, Transaction& out) {
    out.memo = read_memo(in);
    auto const operations = in.count(kMaxOperations, "operations");
    for (std::uint32_t i = 0; i < operations && in.ok(); ++i)
        out.operations.push_back(read_operation(in));
}

Transaction read_transaction_v0(XdrReader& in) {
    Transaction out{
        .source = {.account = PublicKey(in.fixed<32>())}, .fee = in.u32(), .sequence = in.i64()};
    if (in.flag("the time bounds")) out.preconditions = read_time_bounds(in);
    read_memo_and_operations(in, out);
    (void)in.choice(kNoExtension, "extension of a v0 transaction");
    return out;
}

Transaction read_transaction_v1(XdrReader& in) {
    Transaction out{.source = read_muxed_account(in), .fee = in.u32(), .sequence = in.i64()};
    out.preconditions = read_preconditions(in);
    read_memo_and_operations(in, out);
    if (in.choice(kSorobanExtension, "transaction extension") == kSorobanExtension)
        out.soroban_data = read_soroban_data(in);
    return out;
}

std::vector<DecoratedSignature> read_signatures(XdrReader& in) {
    std::vector<DecoratedSignature> out;
    auto const signatures = in.count(kMaxSignatures, "signatures");
    for (std::uint32_t i = 0; i < signatures && in.ok(); ++i) {
        auto const hint = in.fixed<4>();
        out.push_back(
            {.hint = hint, .signature = in.opaque(kMaxSignature, "bytes of a signature")});
    }
    return out;
}

SignedTransaction read_signed_v1(XdrReader& in) {
    auto transaction = read_transaction_v1(in);
    return {.transaction = std::move(transaction), .signatures = read_signatures(in)};
}

FeeBump read_fee_bump(XdrReader& in) {
    auto const fee_source = read_muxed_account(in);
    auto const fee = in.i64();
    auto const type = in.i32();
    if (type != kEnvelopeV1)
        in.reject("a fee-bump holds an envelope of type 2, not " + std::to_string(type));
    auto inner = read_signed_v1(in);
    (void)in.choice(kNoExtension, "fee-bump extension");
    return {.fee_source = fee_source,
            .fee = fee,
            .inner = std::move(inner),
            .signatures = read_signatures(in)};
}

Envelope read_envelope(XdrReader& in) {
    auto const type = in.i32();
    if (type == kEnvelopeFeeBump) return read_fee_bump(in);
    if (type == kEnvelopeV0) {
        auto transaction = read_transaction_v0(in);
        return SignedTransaction{.transaction = std::move(transaction),
                                 .signatures = read_signatures(in)};
    }
    if (type != kEnvelopeV1) in.reject("unknown type of envelope " + std::to_string(type));
    return read_signed_v1(in);
}

void write_time_bounds(XdrWriter& out, TimeBounds const& bounds) {
    out.u64(bounds.min_time);
    out.u64(bounds.max_time);
}

void write_preconditions(XdrWriter& out, NoPreconditions const&) {
    out.i32(kPreconditionsNone);
}

void write_preconditions(XdrWriter& out, TimeBounds const& bounds) {
    out.i32(kPreconditionsTime);
    write_time_bounds(out, bounds);
}

void write_preconditions(XdrWriter& out, PreconditionsV2 const& value) {
    out.i32(kPreconditionsV2);
    out.flag(value.time_bounds.has_value());
    if (value.time_bounds) write_time_bounds(out, *value.time_bounds);
    out.flag(value.ledger_bounds.has_value());
    if (value.ledger_bounds) {
        out.u32(value.ledger_bounds->min_ledger);
        out.u32(value.ledger_bounds->max_ledger);
    }
    out.flag(value.min_sequence.has_value());
    if (value.min_sequence) out.i64(*value.min_sequence);
    out.u64(value.min_sequence_age);
    out.u32(value.min_sequence_ledger_gap);
    base::ensure(value.extra_signers.size() <= kMaxExtraSigners);
    out.count(value.extra_signers.size());
    for (auto const& signer : value.extra_signers) write_signer_key(out, signer);
}

void write_memo(XdrWriter& out, MemoNone const&) {
    out.i32(kMemoNone);
}

void write_memo(XdrWriter& out, MemoText const& memo) {
    base::ensure(memo.text.size() <= kMaxMemoText);
    out.i32(kMemoText);
    out.opaque(base::as_bytes(memo.text));
}

void write_memo(XdrWriter& out, MemoId const& memo) {
    out.i32(kMemoId);
    out.u64(memo.id);
}

void write_memo(XdrWriter& out, MemoHash const& memo) {
    out.i32(kMemoHash);
    out.raw(memo.hash);
}

void write_memo(XdrWriter& out, MemoReturn const& memo) {
    out.i32(kMemoReturn);
    out.raw(memo.hash);
}

void write_transaction(XdrWriter& out, Transaction const& value) {
    write_muxed_account(out, value.source);
    out.u32(value.fee);
    out.i64(value.sequence);
    std::visit([&](auto const& form) { write_preconditions(out, form); }, value.preconditions);
    std::visit([&](auto const& form) { write_memo(out, form); }, value.memo);
    base::ensure(value.operations.size() <= kMaxOperations);
    out.count(value.operations.size());
    for (auto const& operation : value.operations) write_operation(out, operation);
    out.i32(value.soroban_data ? kSorobanExtension : kNoExtension);
    if (value.soroban_data) out.raw(*value.soroban_data);
}

void write_signatures(XdrWriter& out, std::vector<DecoratedSignature> const& signatures) {
    base::ensure(signatures.size() <= kMaxSignatures);
    out.count(signatures.size());
    for (auto const& signature : signatures) {
        base::ensure(signature.signature.size() <= kMaxSignature);
        out.raw(signature.hint);
        out.opaque(signature.signature);
    }
}

void write_envelope(XdrWriter& out, SignedTransaction const& envelope) {
    out.i32(kEnvelopeV1);
    write_transaction(out, envelope.transaction);
    write_signatures(out, envelope.signatures);
}

void write_fee_bump(XdrWriter& out, FeeBump const& value) {
    write_muxed_account(out, value.fee_source);
    out.i64(value.fee);
    write_envelope(out, value.inner);
    out.i32(kNoExtension);
}

void write_envelope(XdrWriter& out, FeeBump const& envelope) {
    out.i32(kEnvelopeFeeBump);
    write_fee_bump(out, envelope);
    write_signatures(out, envelope.signatures);
}

}  // namespace

base::Result<Envelope> decode_envelope(base::ByteView xdr) {
    if (xdr.size() > kMaxEnvelopeBytes)
        return base::fail(
            base::Errc::invalid_request,
            "an envelope has at most " + std::to_string(kMaxEnvelopeBytes) + " bytes");
    XdrReader in(xdr);
    auto envelope = read_envelope(in);
    auto const done = in.finish();
    if (!done) return done.error();
    return envelope;
}

base::Result<Envelope> decode_envelope_base64(std::string_view text) {
    if (text.size() > (kMaxEnvelopeBytes + 2) / 3 * 4)
        return base::fail(base::Errc::invalid_request, "the envelope is too long");
    auto const xdr = base::from_base64(text);
    if (!xdr) return xdr.error();
    return decode_envelope(*xdr);
}

base::Bytes encode_envelope(Envelope const& envelope) {
    XdrWriter out;
    std::visit([&](auto const& form) { write_envelope(out, form); }, envelope);
    return out.take();
}

std::string encode_envelope_base64(Envelope const& envelope) {
    return base::to_base64(encode_envelope(envelope));
}

base::Bytes encode_transaction(Transaction const& transaction) {
    XdrWriter out;
    write_transaction(out, transaction);
    return out.take();
}

base::Bytes encode_fee_bump(FeeBump const& fee_bump) {
    XdrWriter out;
    write_fee_bump(out, fee_bump);
    return out.take();
}

}  // namespace farthing::stellar
