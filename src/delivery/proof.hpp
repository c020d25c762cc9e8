#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "delivery/item.hpp"
#include "http/request.hpp"

namespace farthing::delivery {

/// What a request shows to prove that its good is paid. Text is a view of the request.
struct Proof {
    enum class Carrier {
        none,
        receipt,  ///< The query parameter `paymentReceipt` (v2 documents), or a folder's path.
        secret,   ///< The query parameter `paymentCert` (v1 documents), percent-encoded.
        header,   ///< `X-Payment-Certificate` (2016 documents): either of them.
        contradictory,  ///< Twice, or by two ways: whoever sends that is not a widget.
    };
    Carrier carrier = Carrier::none;
    std::string_view text = {};
};

/// `in_path` is the receipt that stands in the path; empty: none.
Proof find_proof(http::Request const& request, std::string_view in_path = {});

/// True for a text of the size and shape of a receipt, as it may stand in a folder's path.
bool looks_like_receipt(std::string_view text);

enum class Decision {
    paid,
    unpaid,        ///< No proof.
    bad_receipt,   ///< Neither a receipt for this good nor, where it is taken, its secret.
    cert_refused,  ///< The secret as proof, for a good that does not take it.
    expired,
    shared,  ///< By a receipt that too many others read with at present.
    contradictory,
};

/// Decides whether bytes may leave. Takes constant time over the secret; allocates nothing for a
/// receipt.
Decision judge(Proof const& proof, Item const& item, base::Timestamp now);

}  // namespace farthing::delivery
