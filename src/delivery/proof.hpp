#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/request.hpp"

namespace farthing::delivery {

/// What a request shows to prove that its good is paid.
///
/// A receipt comes by the query parameter `paymentReceipt` (v2 documents) or the header
/// `X-Payment-Certificate` (2016 documents). Text is a view of the request.
struct Proof {
    enum class Carrier {
        none,
        receipt,
        contradictory,  ///< Twice, or by both ways: whoever sends that is not a widget.
    };
    Carrier carrier = Carrier::none;
    std::string_view receipt = {};
};

Proof find_proof(http::Request const& request);

enum class Decision {
    paid,
    unpaid,       ///< No proof.
    bad_receipt,  ///< Not a receipt, or not one for this good.
    expired,
    contradictory,
};

/// Decides whether bytes may leave. Allocates nothing; takes constant time over the secret.
Decision judge(Proof const& proof, base::Secret const& shared_secret, base::Timestamp now);

}  // namespace farthing::delivery
