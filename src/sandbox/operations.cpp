#include "sandbox/operations.hpp"

namespace farthing::sandbox {
namespace {

OperationResult result(stellar::CreateAccountCode code) {
    return {.type = stellar::kCreateAccountType, .inner = static_cast<std::int32_t>(code)};
}

OperationResult result(stellar::PaymentCode code) {
    return {.type = stellar::kPaymentType, .inner = static_cast<std::int32_t>(code)};
}

/// Of operations that this ledger does not know.
OperationResult result(stellar::OperationCode code) {
    return {.code = code};
}

OperationResult success(stellar::CreateAccount const&) {
    return result(stellar::CreateAccountCode::success);
}

OperationResult success(stellar::Payment const&) {
    return result(stellar::PaymentCode::success);
}

template <class Other>
OperationResult success(Other const&) {
    return result(stellar::OperationCode::not_supported);
}

template <class Other>
stellar::OperationCode check(Other const&, PublicKey const&) {
    return stellar::OperationCode::not_supported;
}

template <class Other>
stellar::OperationCode apply(Other const&, PublicKey const&, Accounts&, NextLedger const&) {
    return stellar::OperationCode::not_supported;
}

}  // namespace

PublicKey const& source_of(stellar::Operation const& operation,
                           stellar::Transaction const& transaction) {
    return operation.source ? operation.source->account : transaction.source.account;
}

OperationResult success_of(stellar::Operation const& operation) {
    return std::visit([](auto const& body) { return success(body); }, operation.body);
}

bool is_success(OperationResult const& result) {
    return result.code == stellar::OperationCode::inner && result.inner == 0;
}

OperationResult check(stellar::Operation const& operation, PublicKey const& source) {
    return std::visit([&](auto const& body) { return result(check(body, source)); },
                      operation.body);
}

OperationResult apply(stellar::Operation const& operation, PublicKey const& source,
                      Accounts& accounts, NextLedger const& ledger) {
    return std::visit(
        [&](auto const& body) { return result(apply(body, source, accounts, ledger)); },
        operation.body);
}

}  // namespace farthing::sandbox
