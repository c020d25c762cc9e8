#pragma once

#include <string>
#include <string_view>

#include "delivery/item.hpp"
#include "delivery/proof.hpp"

namespace farthing::delivery {

/// The page for a reader who has not paid: what the item costs, a button that brings the widget of
/// the item's platform, and a field for a receipt. It asks for nothing from anywhere until the
/// reader presses the button.
///
/// What is paid for, and where the receipt goes to, lies at `way`, relative to the page; empty: at
/// the page itself. What `query`, the request's, holds besides proofs goes on with the receipt.
std::string unpaid_page(Item const& item, Decision decision, std::string_view query,
                        std::string_view way);

/// Its Content-Security-Policy.
std::string unpaid_page_policy(Item const& item);

}  // namespace farthing::delivery
