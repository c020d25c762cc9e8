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

/// The strkey of a signer: G, T, X or P. A payload of no bytes, which the network decodes and then
/// refuses, has none; the text says so.
std::string signer_address(SignerKey const& key);

}  // namespace farthing::stellar
