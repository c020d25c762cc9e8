#include "payments/channel.hpp"

#include "base/digest.hpp"

namespace farthing::payments {

stellar::KeyPair ChannelKeys::key(ChannelNumber number) const {
    // The parts are joined with lengths that cannot be confused: the master has a fixed size, the
    // number stands last.
    auto const label =
        "farthing channel account of " + network_ + " number " + std::to_string(number);
    return stellar::KeyPair::from_seed(
        base::sha256({master_.reveal_bytes(), base::as_bytes(label)}));
}

}  // namespace farthing::payments
