#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

/// SatoshiPay's payment receipt (v2 documents, "Retrieving Goods"):
///
///     payloadBase64 "." signature
///
/// payloadBase64 is unpadded base64url of compact JSON
///
///     {"exp":<UNIX seconds>,"ito":"<hex>","jti":"<alphanumeric>"}
///
/// signature is lower-case hex of SHA-512 over the bytes of payloadBase64 followed by the good's
/// shared secret.
///
/// The payload is ASCII without `>`, `?`, `~`, so that its base64 holds neither `-` nor `_` and the
/// verifiers in the field that decode with the standard alphabet read the same.
namespace farthing::receipts {

struct Payload {
    /// `exp`, whole seconds. At this very second it is no longer valid.
    base::Timestamp expires_at;
    std::string issued_to;  ///< `ito`, who bought: hex.
    std::string id;         ///< `jti`, which purchase: letters and digits.
    bool operator==(Payload const&) const = default;
};

/// The receipt for `payload` under `shared_secret`. `issued_to` and `id` must be 1 to 128 letters
/// and digits.
std::string issue(Payload const& payload, base::Secret const& shared_secret);

enum class Verdict {
    valid,
    malformed,  ///< Not in the one canonical spelling.
    wrong,      ///< The signature does not fit the shared secret.
    expired,
};

/// Decides whether a receipt opens the good with this secret at `now`. Allocates nothing; compares
/// in constant time; accepts one spelling only: canonical base64url, canonical JSON (either order
/// of keys that was ever documented), 128 lower-case hex digits. The payload is judged only after
/// the signature fits. An empty secret opens nothing.
Verdict verify(std::string_view receipt, base::Secret const& shared_secret, base::Timestamp now);
/// As above, for callers that keep their secrets themselves.
Verdict verify(std::string_view receipt, base::ByteView shared_secret, base::Timestamp now);

/// What the payload says, without looking at the signature. For showing a receipt to its owner and
/// for looking up `jti` after verify() said valid.
base::Result<Payload> read(std::string_view receipt);

}  // namespace farthing::receipts
