#include "sandbox/participants.hpp"

#include <algorithm>

namespace farthing::sandbox {
namespace {

using stellar::PublicKey;

void add(std::vector<PublicKey>& accounts, PublicKey const& account) {
    if (!std::ranges::count(accounts, account)) accounts.push_back(account);
}

/// Whom an operation concerns besides its source.
void add_other(std::vector<PublicKey>& accounts, stellar::CreateAccount const& body) {
    add(accounts, body.destination);
}
void add_other(std::vector<PublicKey>& accounts, stellar::Payment const& body) {
    add(accounts, body.destination.account);
}
void add_other(std::vector<PublicKey>& accounts, stellar::AccountMerge const& body) {
    add(accounts, body.destination.account);
}
void add_other(std::vector<PublicKey>& accounts, stellar::BeginSponsoring const& body) {
    add(accounts, body.sponsored);
}
template <class Other>
void add_other(std::vector<PublicKey>&, Other const&) {}

Participants::OfOperation of_operation(stellar::Operation const& operation,
                                       PublicKey const& source) {
    Participants::OfOperation out{.accounts = {source}, .payment = is_payment(operation.body)};
    std::visit([&](auto const& body) { add_other(out.accounts, body); }, operation.body);
    return out;
}

Participants of_transaction(stellar::Transaction const& transaction) {
    Participants out{.transaction = {transaction.source.account}};
    for (auto const& operation : transaction.operations) {
        auto const& source = operation.source ? *operation.source : transaction.source;
        out.operations.push_back(of_operation(operation, source.account));
        for (auto const& account : out.operations.back().accounts) add(out.transaction, account);
    }
    return out;
}

}  // namespace

bool Participants::has_payment() const {
    return std::ranges::any_of(operations, &OfOperation::payment);
}

Participants participants_of(stellar::Envelope const& envelope) {
    auto const* bump = std::get_if<stellar::FeeBump>(&envelope);
    if (bump == nullptr)
        return of_transaction(std::get<stellar::SignedTransaction>(envelope).transaction);
    auto out = of_transaction(bump->inner.transaction);
    add(out.transaction, bump->fee_source.account);
    return out;
}

bool is_payment(stellar::OperationBody const& body) {
    return std::holds_alternative<stellar::CreateAccount>(body) ||
           std::holds_alternative<stellar::Payment>(body) ||
           std::holds_alternative<stellar::AccountMerge>(body);
}

}  // namespace farthing::sandbox
