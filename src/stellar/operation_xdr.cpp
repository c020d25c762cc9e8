#include "stellar/operation_xdr.hpp"

#include <array>

#include "stellar/result_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::int32_t kEd25519 = 0;
constexpr std::int32_t kMuxedEd25519 = 0x100;

constexpr std::int32_t kNative = 0;
constexpr std::int32_t kAlphanum4 = 1;
constexpr std::int32_t kAlphanum12 = 2;
constexpr std::size_t kShortCode = 4;
constexpr std::size_t kLongCode = 12;

/// OperationType of Stellar-transaction.x, in the order of the numbers.
constexpr std::array<std::string_view, 27> kOperationNames{
    "createAccount",
    "payment",
    "pathPaymentStrictReceive",
    "manageSellOffer",
    "createPassiveSellOffer",
    "setOptions",
    "changeTrust",
    "allowTrust",
    "accountMerge",
    "inflation",
    "manageData",
    "bumpSequence",
    "manageBuyOffer",
    "pathPaymentStrictSend",
    "createClaimableBalance",
    "claimClaimableBalance",
    "beginSponsoringFutureReserves",
    "endSponsoringFutureReserves",
    "revokeSponsorship",
    "clawback",
    "clawbackClaimableBalance",
    "setTrustLineFlags",
    "liquidityPoolDeposit",
    "liquidityPoolWithdraw",
    "invokeHostFunction",
    "extendFootprintTtl",
    "restoreFootprint",
};

void reject_operation_type(XdrReader& in, std::int32_t type) {
    auto const index = static_cast<std::uint32_t>(type);
    if (index >= kOperationNames.size())
        return in.reject("unknown operation type " + std::to_string(type));
    in.reject("operation type " + std::to_string(type) + " (" +
              std::string(kOperationNames[index]) + ") is not supported");
}

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

OperationBody read_body(XdrReader& in) {
    auto const type = in.i32();
    switch (type) {
        case kCreateAccountType: {
            auto const destination = read_account(in);
            return CreateAccount{.destination = destination, .starting_balance = in.i64()};
        }
        case kPaymentType: {
            auto const destination = read_muxed_account(in);
            auto asset = read_asset(in);
            return Payment{
                .destination = destination, .asset = std::move(asset), .amount = in.i64()};
        }
        default:
            reject_operation_type(in, type);
            return CreateAccount{.destination = PublicKey({}), .starting_balance = 0};
    }
}

void write_body(XdrWriter& out, CreateAccount const& body) {
    out.i32(kCreateAccountType);
    write_account(out, body.destination);
    out.i64(body.starting_balance);
}

void write_body(XdrWriter& out, Payment const& body) {
    out.i32(kPaymentType);
    write_muxed_account(out, body.destination);
    write_asset(out, body.asset);
    out.i64(body.amount);
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
    auto const type = in.i32();
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
    std::visit([&](auto const& body) { write_body(out, body); }, operation.body);
}

}  // namespace farthing::stellar
