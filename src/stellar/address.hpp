#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/transaction.hpp"

namespace farthing::stellar {

/// `G...`, or `M...` when the account has an id.
std::string to_address(MuxedAccount const& account);

/// Reads `G...` and `M...`.
base::Result<MuxedAccount> parse_address(std::string_view address);

/// The strkey (G, T, X or P) of a signer in its XDR form, as PreconditionsV2 holds it.
std::string signer_address(base::ByteView signer_key);

}  // namespace farthing::stellar
