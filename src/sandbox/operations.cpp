#include "sandbox/operations.hpp"

#include <algorithm>

namespace farthing::sandbox {
namespace {

template <class Code>
OperationResult own_result(std::int32_t type, Code code) {
    return {.type = type, .inner = static_cast<std::int32_t>(code)};
}

/// Of operations that this ledger does not know.
OperationResult result_of(stellar::OperationCode code) {
    return {.code = code};
}

stellar::OperationCode check(stellar::OtherOperation const&, PublicKey const&) {
    return stellar::OperationCode::not_supported;
}

OperationResult apply(stellar::OtherOperation const&, PublicKey const&, Accounts&,
                      Surroundings const&) {
    return result_of(stellar::OperationCode::not_supported);
}

Level level(stellar::SetOptions const& operation) {
    bool const about_authority = operation.master_weight || operation.low_threshold ||
                                 operation.medium_threshold || operation.high_threshold ||
                                 operation.signer;
    return about_authority ? Level::high : Level::medium;
}

Level level(stellar::AccountMerge const&) {
    return Level::high;
}

Level level(stellar::BumpSequence const&) {
    return Level::low;
}

template <class Other>
Level level(Other const&) {
    return Level::medium;
}

}  // namespace

PublicKey const& source_of(stellar::Operation const& operation,
                           stellar::Transaction const& transaction) {
    return operation.source ? operation.source->account : transaction.source.account;
}

bool is_supported(stellar::OperationBody const& body) {
    return !std::holds_alternative<stellar::OtherOperation>(body);
}

Level level_of(stellar::OperationBody const& body) {
    return std::visit([](auto const& operation) { return level(operation); }, body);
}

OperationResult success_of(stellar::Operation const& operation) {
    if (!is_supported(operation.body)) return result_of(stellar::OperationCode::not_supported);
    return {.type = stellar::type_of(operation.body)};
}

bool is_success(OperationResult const& result) {
    return result.code == stellar::OperationCode::inner && result.inner == 0;
}

OperationResult check(stellar::Operation const& operation, PublicKey const& source) {
    return std::visit([&](auto const& body) { return result_of(check(body, source)); },
                      operation.body);
}

OperationResult apply(stellar::Operation const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around) {
    return std::visit([&](auto const& body) { return apply(body, source, accounts, around); },
                      operation.body);
}

OperationResult result_of(stellar::CreateAccountCode code) {
    return own_result(stellar::kCreateAccountType, code);
}
OperationResult result_of(stellar::PaymentCode code) {
    return own_result(stellar::kPaymentType, code);
}
OperationResult result_of(stellar::SetOptionsCode code) {
    return own_result(stellar::kSetOptionsType, code);
}
OperationResult result_of(stellar::AccountMergeCode code) {
    return own_result(stellar::kAccountMergeType, code);
}
OperationResult result_of(stellar::ManageDataCode code) {
    return own_result(stellar::kManageDataType, code);
}
OperationResult result_of(stellar::BumpSequenceCode code) {
    return own_result(stellar::kBumpSequenceType, code);
}
OperationResult result_of(stellar::BeginSponsoringCode code) {
    return own_result(stellar::kBeginSponsoringType, code);
}
OperationResult result_of(stellar::EndSponsoringCode code) {
    return own_result(stellar::kEndSponsoringType, code);
}

bool is_plain_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace farthing::sandbox
