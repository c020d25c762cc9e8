#include "sandbox/operations.hpp"

namespace farthing::sandbox {

using stellar::EndSponsoringCode;

EndSponsoringCode check(stellar::EndSponsoring const&, PublicKey const&) {
    return EndSponsoringCode::success;
}

OperationResult apply(stellar::EndSponsoring const&, PublicKey const& source, Accounts&,
                      Surroundings const& around) {
    if (!around.sponsorships.sponsor_of(source)) return result_of(EndSponsoringCode::not_sponsored);
    around.sponsorships.end(source);
    return result_of(EndSponsoringCode::success);
}

}  // namespace farthing::sandbox
