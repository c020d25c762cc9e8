#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "stellar/transaction.hpp"

namespace farthing::stellar {

/// The largest envelope that is looked at, in bytes of XDR. 100 payments with 20 signatures take
/// less than 20 KiB.
constexpr std::size_t kMaxEnvelopeBytes = 64 * 1024;

/// Reads a TransactionEnvelope (RFC 4506 XDR). invalid_request names what is wrong and at which
/// byte: truncated, left-over bytes, an unknown discriminant, a flag that is not 0 or 1, padding
/// that is not zero, a count above its maximum. Operations that Farthing only carries, and the data
/// of contract calls, are checked as strictly and kept byte by byte.
base::Result<Envelope> decode_envelope(base::ByteView xdr);

/// As decode_envelope, from canonical base64.
base::Result<Envelope> decode_envelope_base64(std::string_view text);

/// Always writes v1 (or fee-bump); what was read as v0 is written as v1.
base::Bytes encode_envelope(Envelope const& envelope);
std::string encode_envelope_base64(Envelope const& envelope);

/// The transaction in its v1 layout without envelope and signatures.
base::Bytes encode_transaction(Transaction const& transaction);

/// The fee-bump (with its inner envelope and that one's signatures) without envelope and outer
/// signatures.
base::Bytes encode_fee_bump(FeeBump const& fee_bump);

}  // namespace farthing::stellar
