#include "stellar/operation.hpp"

namespace farthing::stellar {
namespace {

std::int32_t type_number(CreateAccount const&) {
    return kCreateAccountType;
}
std::int32_t type_number(Payment const&) {
    return kPaymentType;
}
std::int32_t type_number(SetOptions const&) {
    return kSetOptionsType;
}
std::int32_t type_number(AccountMerge const&) {
    return kAccountMergeType;
}
std::int32_t type_number(ManageData const&) {
    return kManageDataType;
}
std::int32_t type_number(BumpSequence const&) {
    return kBumpSequenceType;
}
std::int32_t type_number(BeginSponsoring const&) {
    return kBeginSponsoringType;
}
std::int32_t type_number(EndSponsoring const&) {
    return kEndSponsoringType;
}
std::int32_t type_number(OtherOperation const& operation) {
    return operation.type;
}

}  // namespace

std::int32_t type_of(OperationBody const& body) {
    return std::visit([](auto const& operation) { return type_number(operation); }, body);
}

}  // namespace farthing::stellar
