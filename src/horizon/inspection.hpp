#pragma once

#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace farthing::horizon {

/// Reads a TransactionEnvelope or a TransactionResult in base64, whichever it is, and says what is
/// in it (envelope_inspection, result_inspection). White space is ignored, so that the text may be
/// wrapped. invalid_request is one line on what is wrong and at which byte: of the text where it is
/// not base64, of the XDR where it is neither of the two.
base::Result<base::json::object> inspect(std::string_view text, std::string_view passphrase);

}  // namespace farthing::horizon
