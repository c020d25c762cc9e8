#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace farthing::stellar {

using Signature = base::ByteArray<64>;

/// The last four bytes of a public key (or of another signer's payload). Narrows the search for the
/// signer.
using SignatureHint = base::ByteArray<4>;

/// An ed25519 public key, which is an account's id and address (`G...`).
class PublicKey {
public:
    explicit constexpr PublicKey(base::ByteArray<32> bytes) : bytes_(bytes) {}

    /// Reads a `G...` strkey. Any 32 bytes will do: whether they are a point is found out when
    /// verifying.
    static base::Result<PublicKey> parse(std::string_view address);

    std::string address() const;
    base::ByteArray<32> const& bytes() const { return bytes_; }
    SignatureHint hint() const;
    auto operator<=>(PublicKey const&) const = default;

private:
    base::ByteArray<32> bytes_;
};

/// True when `signature` is the key's over `message` (RFC 8032, with libsodium's checks against
/// small orders).
bool verify(PublicKey const& key, base::ByteView message, Signature const& signature);

/// An ed25519 key pair, made from its 32-byte seed. Does not print; wipes itself.
class KeyPair {
public:
    static KeyPair from_seed(base::ByteArray<32> const& seed);
    static KeyPair generate(base::Random& random);
    /// Reads an `S...` strkey.
    static base::Result<KeyPair> parse_secret(std::string_view secret);

    KeyPair(KeyPair const&) = default;
    KeyPair& operator=(KeyPair const&) = default;
    ~KeyPair();

    PublicKey const& public_key() const { return public_key_; }
    std::string address() const { return public_key_.address(); }
    Signature sign(base::ByteView message) const;

private:
    KeyPair(PublicKey public_key, base::ByteArray<64> const& secret_key)
        : public_key_(public_key), secret_key_(secret_key) {}

    PublicKey public_key_;
    base::ByteArray<64> secret_key_;
};

}  // namespace farthing::stellar
