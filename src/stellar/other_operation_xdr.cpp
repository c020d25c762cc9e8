#include "stellar/other_operation_xdr.hpp"

#include <array>

#include "stellar/contract_call_xdr.hpp"
#include "stellar/contract_value_xdr.hpp"
#include "stellar/ledger_key_xdr.hpp"
#include "stellar/operation_xdr.hpp"
#include "stellar/signer_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kAmountBytes = 8;
constexpr std::size_t kOfferIdBytes = 8;
constexpr std::size_t kPriceBytes = 8;  ///< Numerator and denominator.
constexpr std::size_t kFlagsBytes = 4;

constexpr std::size_t kMaxPath = 5;
constexpr std::size_t kMaxClaimants = 10;
constexpr std::size_t kMaxPredicates = 2;

/// AssetType.
constexpr std::int32_t kAlphanum4 = 1;
constexpr std::int32_t kAlphanum12 = 2;
constexpr std::int32_t kPoolShare = 3;

/// ClaimPredicateType.
enum class Predicate : std::int32_t {
    unconditional = 0,
    both = 1,
    either = 2,
    negation = 3,
    before_absolute_time = 4,
    before_relative_time = 5,
};
constexpr auto kLastPredicate = static_cast<std::int32_t>(Predicate::before_relative_time);

/// RevokeSponsorshipType.
constexpr std::int32_t kOfLedgerEntry = 0;
constexpr std::int32_t kOfSigner = 1;

/// Both path payments.
void skip_path_payment(XdrReader& in) {
    (void)read_asset(in);
    in.skip(kAmountBytes);
    (void)read_muxed_account(in);
    (void)read_asset(in);
    in.skip(kAmountBytes);
    auto const hops = in.count(kMaxPath, "assets of a path");
    for (std::uint32_t i = 0; i < hops; ++i) (void)read_asset(in);
}

void skip_create_passive_offer(XdrReader& in) {
    (void)read_asset(in);
    (void)read_asset(in);
    in.skip(kAmountBytes + kPriceBytes);
}

/// Offers to sell and to buy.
void skip_manage_offer(XdrReader& in) {
    skip_create_passive_offer(in);
    in.skip(kOfferIdBytes);
}

void skip_pool_parameters(XdrReader& in) {
    (void)in.choice(0, "type of liquidity pool");
    (void)read_asset(in);
    (void)read_asset(in);
    in.skip(4);  // The pool's fee.
}

void skip_change_trust(XdrReader& in) {
    auto const type = in.i32();
    if (type == kPoolShare)
        skip_pool_parameters(in);
    else
        (void)read_asset(in, type);
    in.skip(kAmountBytes);
}

void skip_allow_trust(XdrReader& in) {
    (void)read_account(in);
    auto const type = in.i32();
    if (type != kAlphanum4 && type != kAlphanum12)
        in.reject("unknown type of asset code " + std::to_string(type));
    in.skip(type == kAlphanum12 ? 12 : 4);
    in.skip(kFlagsBytes);
}

void skip_inflation(XdrReader&) {}

void skip_predicate(XdrReader& in, int depth);

void skip_predicates(XdrReader& in, int depth) {
    auto const predicates = in.count(kMaxPredicates, "conditions");
    for (std::uint32_t i = 0; i < predicates && in.ok(); ++i) skip_predicate(in, depth);
}

void skip_predicate(XdrReader& in, int depth) {
    if (!may_nest(in, depth)) return;
    switch (static_cast<Predicate>(in.choice(kLastPredicate, "type of condition"))) {
        case Predicate::unconditional:
            return;
        case Predicate::both:
        case Predicate::either:
            return skip_predicates(in, depth + 1);
        case Predicate::negation:
            if (in.flag("a condition")) skip_predicate(in, depth + 1);
            return;
        case Predicate::before_absolute_time:
        case Predicate::before_relative_time:
            return in.skip(8);
    }
}

void skip_create_claimable_balance(XdrReader& in) {
    (void)read_asset(in);
    in.skip(kAmountBytes);
    auto const claimants = in.count(kMaxClaimants, "claimants");
    for (std::uint32_t i = 0; i < claimants && in.ok(); ++i) {
        (void)in.choice(0, "type of claimant");
        (void)read_account(in);
        skip_predicate(in, 0);
    }
}

void skip_revoke_sponsorship(XdrReader& in) {
    if (in.choice(kOfSigner, "type of sponsorship") == kOfLedgerEntry) return skip_ledger_key(in);
    (void)read_account(in);
    (void)read_signer_key(in);
}

void skip_clawback(XdrReader& in) {
    (void)read_asset(in);
    (void)read_muxed_account(in);
    in.skip(kAmountBytes);
}

void skip_set_trust_line_flags(XdrReader& in) {
    (void)read_account(in);
    (void)read_asset(in);
    in.skip(2 * kFlagsBytes);
}

void skip_pool_deposit(XdrReader& in) {
    in.skip(kHashBytes + 2 * kAmountBytes + 2 * kPriceBytes);
}

void skip_pool_withdrawal(XdrReader& in) {
    in.skip(kHashBytes + 3 * kAmountBytes);
}

void skip_restore_footprint(XdrReader& in) {
    (void)in.choice(0, "extension of a footprint operation");
}

void skip_extend_footprint(XdrReader& in) {
    skip_restore_footprint(in);
    in.skip(4);  // The ledger to extend to.
}

using Skip = void (*)(XdrReader&);

/// At the index of a type's number; none where operation.hpp has a struct for it.
constexpr std::array<Skip, kLastOperationType + 1> kSkips{
    nullptr,                        // 0 createAccount
    nullptr,                        // 1 payment
    skip_path_payment,              // 2 pathPaymentStrictReceive
    skip_manage_offer,              // 3 manageSellOffer
    skip_create_passive_offer,      // 4 createPassiveSellOffer
    nullptr,                        // 5 setOptions
    skip_change_trust,              // 6 changeTrust
    skip_allow_trust,               // 7 allowTrust
    nullptr,                        // 8 accountMerge
    skip_inflation,                 // 9 inflation
    nullptr,                        // 10 manageData
    nullptr,                        // 11 bumpSequence
    skip_manage_offer,              // 12 manageBuyOffer
    skip_path_payment,              // 13 pathPaymentStrictSend
    skip_create_claimable_balance,  // 14 createClaimableBalance
    skip_claimable_balance_id,      // 15 claimClaimableBalance
    nullptr,                        // 16 beginSponsoringFutureReserves
    nullptr,                        // 17 endSponsoringFutureReserves
    skip_revoke_sponsorship,        // 18 revokeSponsorship
    skip_clawback,                  // 19 clawback
    skip_claimable_balance_id,      // 20 clawbackClaimableBalance
    skip_set_trust_line_flags,      // 21 setTrustLineFlags
    skip_pool_deposit,              // 22 liquidityPoolDeposit
    skip_pool_withdrawal,           // 23 liquidityPoolWithdraw
    skip_invoke_host_function,      // 24 invokeHostFunction
    skip_extend_footprint,          // 25 extendFootprintTtl
    skip_restore_footprint,         // 26 restoreFootprint
};

}  // namespace

bool is_other_operation(std::int32_t type) {
    return type >= 0 && type <= kLastOperationType &&
           kSkips[static_cast<std::size_t>(type)] != nullptr;
}

OtherOperation read_other_operation(XdrReader& in, std::int32_t type) {
    if (!is_other_operation(type)) {
        in.reject("unknown operation type " + std::to_string(type));
        return {.type = type, .body = {}};
    }
    auto const from = in.position();
    kSkips[static_cast<std::size_t>(type)](in);
    auto const body = in.between(from, in.position());
    return {.type = type, .body = {body.begin(), body.end()}};
}

}  // namespace farthing::stellar
