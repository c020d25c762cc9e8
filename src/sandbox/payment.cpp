#include <algorithm>
#include <limits>

#include "base/ascii.hpp"
#include "sandbox/operations.hpp"

namespace farthing::sandbox {
namespace {

using stellar::PaymentCode;

constexpr std::size_t kMaxCode = 12;

bool is_valid(stellar::Asset const& asset) {
    auto const* credit = std::get_if<stellar::CreditAsset>(&asset);
    if (credit == nullptr) return true;
    return !credit->code.empty() && credit->code.size() <= kMaxCode &&
           std::ranges::all_of(credit->code, base::is_alphanumeric);
}

PaymentCode pay_lumens(stellar::Payment const& payment, PublicKey const& source,
                       Accounts& accounts) {
    auto const& destination = payment.destination.account;
    if (destination == source) return PaymentCode::success;

    auto const* payee = accounts.find(destination);
    if (payee == nullptr) return PaymentCode::no_destination;
    if (payment.amount > std::numeric_limits<std::int64_t>::max() - payee->balance)
        return PaymentCode::line_full;
    accounts.change(destination).balance += payment.amount;

    if (available(*accounts.find(source)) < payment.amount) return PaymentCode::underfunded;
    accounts.change(source).balance -= payment.amount;
    return PaymentCode::success;
}

/// Nobody has a trust line here, so credits exist only in the hand of their issuer, who needs none:
/// all that can succeed is an issuer paying itself. The order of the checks is the network's.
PaymentCode pay_credit(stellar::CreditAsset const& asset, PublicKey const& destination,
                       PublicKey const& source, Accounts& accounts) {
    if (destination != asset.issuer)
        return accounts.find(destination) ? PaymentCode::no_trust : PaymentCode::no_destination;
    return source == asset.issuer ? PaymentCode::success : PaymentCode::src_no_trust;
}

}  // namespace

PaymentCode check(stellar::Payment const& operation, PublicKey const&) {
    bool const malformed = operation.amount <= 0 || !is_valid(operation.asset);
    return malformed ? PaymentCode::malformed : PaymentCode::success;
}

OperationResult apply(stellar::Payment const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const&) {
    if (auto const* credit = std::get_if<stellar::CreditAsset>(&operation.asset))
        return result_of(pay_credit(*credit, operation.destination.account, source, accounts));
    return result_of(pay_lumens(operation, source, accounts));
}

}  // namespace farthing::sandbox
