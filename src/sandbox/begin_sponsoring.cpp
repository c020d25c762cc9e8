#include "sandbox/operations.hpp"

namespace farthing::sandbox {

using stellar::BeginSponsoringCode;

BeginSponsoringCode check(stellar::BeginSponsoring const& operation, PublicKey const& source) {
    return operation.sponsored == source ? BeginSponsoringCode::malformed
                                         : BeginSponsoringCode::success;
}

OperationResult apply(stellar::BeginSponsoring const& operation, PublicKey const& source, Accounts&,
                      Surroundings const& around) {
    auto& sponsorships = around.sponsorships;
    if (sponsorships.sponsor_of(operation.sponsored))
        return result_of(BeginSponsoringCode::already_sponsored);
    if (sponsorships.sponsor_of(source) || sponsorships.is_sponsor(operation.sponsored))
        return result_of(BeginSponsoringCode::recursive);
    sponsorships.begin(source, operation.sponsored);
    return result_of(BeginSponsoringCode::success);
}

}  // namespace farthing::sandbox
