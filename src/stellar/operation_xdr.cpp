#include "stellar/operation_xdr.hpp"

#include "stellar/other_operation_xdr.hpp"
#include "stellar/signer_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::int32_t kEd25519 = 0;
constexpr std::int32_t kMuxedEd25519 = 0x100;

constexpr std::int32_t kNative = 0;
constexpr std::int32_t kAlphanum4 = 1;
constexpr std::int32_t kAlphanum12 = 2;
constexpr std::size_t kShortCode = 4;
constexpr std::size_t kLongCode = 12;

/// Drops the zeros that fill the field. A code too short for its form keeps as many as tell the
/// form, so that the same bytes are written again; such a code is not valid, and the ledger says
/// so.
template <std::size_t N>
CreditAsset read_credit(XdrReader& in, std::size_t shortest) {
    auto const field = in.fixed<N>();
    std::size_t size = N;
    while (size > shortest && field[size - 1] == 0) --size;
    return {.code = std::string(base::as_text(field).substr(0, size)), .issuer = read_account(in)};
}

template <class T, class Read>
std::optional<T> read_optional(XdrReader& in, std::string_view what, Read read) {
    if (!in.flag(what)) return std::nullopt;
    return read();
}

std::optional<std::uint32_t> read_optional_u32(XdrReader& in, std::string_view what) {
    return read_optional<std::uint32_t>(in, what, [&] { return in.u32(); });
}

std::string read_string(XdrReader& in, std::size_t max, std::string_view what) {
    return std::string(base::as_text(in.opaque(max, what)));
}

CreateAccount read_create_account(XdrReader& in) {
    auto const destination = read_account(in);
    return {.destination = destination, .starting_balance = in.i64()};
}

Payment read_payment(XdrReader& in) {
    auto const destination = read_muxed_account(in);
    auto asset = read_asset(in);
    return {.destination = destination, .asset = std::move(asset), .amount = in.i64()};
}

SetOptions::SignerChange read_signer_change(XdrReader& in) {
    auto key = read_signer_key(in);
    return {.key = std::move(key), .weight = in.u32()};
}

SetOptions read_set_options(XdrReader& in) {
    SetOptions out;
    out.inflation_destination =
        read_optional<PublicKey>(in, "the inflation destination", [&] { return read_account(in); });
    out.clear_flags = read_optional_u32(in, "the flags to clear");
    out.set_flags = read_optional_u32(in, "the flags to set");
    out.master_weight = read_optional_u32(in, "the master weight");
    out.low_threshold = read_optional_u32(in, "the low threshold");
    out.medium_threshold = read_optional_u32(in, "the medium threshold");
    out.high_threshold = read_optional_u32(in, "the high threshold");
    out.home_domain = read_optional<std::string>(in, "the home domain", [&] {
        return read_string(in, kMaxHomeDomain, "bytes of a home domain");
    });
    out.signer = read_optional<SetOptions::SignerChange>(in, "the signer",
                                                         [&] { return read_signer_change(in); });
    return out;
}

ManageData read_manage_data(XdrReader& in) {
    auto name = read_string(in, kMaxDataName, "bytes of a data entry's name");
    auto value = read_optional<base::Bytes>(in, "a data entry's value", [&] {
        return in.opaque(kMaxDataValue, "bytes of a data entry's value");
    });
    return {.name = std::move(name), .value = std::move(value)};
}

OperationBody read_body(XdrReader& in) {
    auto const type = in.i32();
    switch (type) {
        case kCreateAccountType:
            return read_create_account(in);
        case kPaymentType:
            return read_payment(in);
        case kSetOptionsType:
            return read_set_options(in);
        case kAccountMergeType:
            return AccountMerge{read_muxed_account(in)};
        case kManageDataType:
            return read_manage_data(in);
        case kBumpSequenceType:
            return BumpSequence{in.i64()};
        case kBeginSponsoringType:
            return BeginSponsoring{read_account(in)};
        case kEndSponsoringType:
            return EndSponsoring{};
        default:
            return read_other_operation(in, type);
    }
}

void write_optional_u32(XdrWriter& out, std::optional<std::uint32_t> value) {
    out.flag(value.has_value());
    if (value) out.u32(*value);
}

void write_string(XdrWriter& out, std::string_view text, std::size_t max) {
    base::ensure(text.size() <= max);
    out.opaque(base::as_bytes(text));
}

void write_body(XdrWriter& out, CreateAccount const& body) {
    write_account(out, body.destination);
    out.i64(body.starting_balance);
}

void write_body(XdrWriter& out, Payment const& body) {
    write_muxed_account(out, body.destination);
    write_asset(out, body.asset);
    out.i64(body.amount);
}

void write_body(XdrWriter& out, SetOptions const& body) {
    out.flag(body.inflation_destination.has_value());
    if (body.inflation_destination) write_account(out, *body.inflation_destination);
    for (auto const& number : {body.clear_flags, body.set_flags, body.master_weight,
                               body.low_threshold, body.medium_threshold, body.high_threshold})
        write_optional_u32(out, number);
    out.flag(body.home_domain.has_value());
    if (body.home_domain) write_string(out, *body.home_domain, kMaxHomeDomain);
    out.flag(body.signer.has_value());
    if (!body.signer) return;
    write_signer_key(out, body.signer->key);
    out.u32(body.signer->weight);
}

void write_body(XdrWriter& out, AccountMerge const& body) {
    write_muxed_account(out, body.destination);
}

void write_body(XdrWriter& out, ManageData const& body) {
    write_string(out, body.name, kMaxDataName);
    out.flag(body.value.has_value());
    if (!body.value) return;
    base::ensure(body.value->size() <= kMaxDataValue);
    out.opaque(*body.value);
}

void write_body(XdrWriter& out, BumpSequence const& body) {
    out.i64(body.bump_to);
}

void write_body(XdrWriter& out, BeginSponsoring const& body) {
    write_account(out, body.sponsored);
}

void write_body(XdrWriter&, EndSponsoring const&) {}

void write_body(XdrWriter& out, OtherOperation const& body) {
    base::ensure(is_other_operation(body.type));
    out.raw(body.body);
}

}  // namespace

PublicKey read_account(XdrReader& in) {
    auto const type = in.i32();
    if (type != kEd25519) in.reject("unknown type of public key " + std::to_string(type));
    return PublicKey(in.fixed<32>());
}

MuxedAccount read_muxed_account(XdrReader& in) {
    auto const type = in.i32();
    if (type != kEd25519 && type != kMuxedEd25519)
        in.reject("unknown type of account " + std::to_string(type));
    std::optional<std::uint64_t> id;
    if (type == kMuxedEd25519) id = in.u64();
    return {.account = PublicKey(in.fixed<32>()), .id = id};
}

Asset read_asset(XdrReader& in) {
    return read_asset(in, in.i32());
}

Asset read_asset(XdrReader& in, std::int32_t type) {
    if (type == kAlphanum4) return read_credit<kShortCode>(in, 0);
    if (type == kAlphanum12) return read_credit<kLongCode>(in, kShortCode + 1);
    if (type != kNative) in.reject("unknown type of asset " + std::to_string(type));
    return NativeAsset{};
}

Operation read_operation(XdrReader& in) {
    std::optional<MuxedAccount> source;
    if (in.flag("an operation's source")) source = read_muxed_account(in);
    return {.source = source, .body = read_body(in)};
}

void write_account(XdrWriter& out, PublicKey const& account) {
    out.i32(kEd25519);
    out.raw(account.bytes());
}

void write_muxed_account(XdrWriter& out, MuxedAccount const& account) {
    out.i32(account.id ? kMuxedEd25519 : kEd25519);
    if (account.id) out.u64(*account.id);
    out.raw(account.account.bytes());
}

void write_asset(XdrWriter& out, Asset const& asset) {
    auto const* credit = std::get_if<CreditAsset>(&asset);
    if (credit == nullptr) return out.i32(kNative);

    bool const is_short = credit->code.size() <= kShortCode;
    auto const width = is_short ? kShortCode : kLongCode;
    base::ensure(credit->code.size() <= width);
    base::Bytes field(credit->code.begin(), credit->code.end());
    field.resize(width);
    out.i32(is_short ? kAlphanum4 : kAlphanum12);
    out.raw(field);
    write_account(out, credit->issuer);
}

void write_operation(XdrWriter& out, Operation const& operation) {
    out.flag(operation.source.has_value());
    if (operation.source) write_muxed_account(out, *operation.source);
    out.i32(type_of(operation.body));
    std::visit([&](auto const& body) { write_body(out, body); }, operation.body);
}

}  // namespace farthing::stellar
