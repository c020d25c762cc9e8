#include "delivery/proof.hpp"

#include "receipts/receipt.hpp"

namespace farthing::delivery {
namespace {

constexpr std::string_view kHeader = "X-Payment-Certificate";
constexpr std::string_view kParameter = "paymentReceipt";

}  // namespace

Proof find_proof(http::Request const& request) {
    auto const parameter = http::query_parameter(request.query, kParameter);
    auto const carriers = parameter.count + request.count(kHeader);
    if (carriers == 0) return {};
    if (carriers > 1) return {.carrier = Proof::Carrier::contradictory};
    return {.carrier = Proof::Carrier::receipt,
            .receipt = parameter.count == 1 ? parameter.value : *request.field(kHeader)};
}

Decision judge(Proof const& proof, base::Secret const& shared_secret, base::Timestamp now) {
    if (proof.carrier == Proof::Carrier::none) return Decision::unpaid;
    if (proof.carrier == Proof::Carrier::contradictory) return Decision::contradictory;
    switch (receipts::verify(proof.receipt, shared_secret, now)) {
        case receipts::Verdict::valid:
            return Decision::paid;
        case receipts::Verdict::expired:
            return Decision::expired;
        case receipts::Verdict::malformed:
        case receipts::Verdict::wrong:
            return Decision::bad_receipt;
    }
    base::ensure(false);
    return Decision::bad_receipt;
}

}  // namespace farthing::delivery
