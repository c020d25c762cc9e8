#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

/// Encryption of the secrets that lie in a database, under a key that lies elsewhere
/// (docs/decisions/0008-secrets-at-rest.md).
namespace farthing::base {

/// Says which key sealed something, and nothing else of the key.
using SealingKeyId = ByteArray<4>;

/// One key of 256 bits and what is derived from it (BLAKE2b): a box key, a key for nonces and one
/// for fingerprints.
class SealingKey {
public:
    /// From 64 lower-case hex digits, as a key file holds them.
    static Result<SealingKey> parse(std::string_view hex);

    SealingKeyId const& id() const { return id_; }
    Bytes seal(std::string_view place, Secret const& secret) const;
    Result<Secret> open(std::string_view place, ByteView sealed) const;
    ByteArray<8> fingerprint(std::initializer_list<std::string_view> texts) const;

private:
    explicit SealingKey(Secret const& bytes);

    SealingKeyId id_;
    Secret box_key_;
    Secret nonce_key_;
    Secret fingerprint_key_;
};

/// The keys of one store: the first one seals, all of them open. There are two only while one
/// takes the other's place.
class SealingKeys {
public:
    /// Reads a key file: one or two keys in hex, each on a line, the new one first. Lines may end
    /// as editors end them, and there may be blank ones.
    static Result<SealingKeys> parse(Secret const& text);

    SealingKeyId const& current() const { return keys_.front().id(); }
    bool has(ByteView id) const;
    std::size_t size() const { return keys_.size(); }

    /// libsodium's secretbox of `place` and the secret, after a version byte, the key's id and the
    /// nonce. The nonce follows from what is sealed, so that no randomness is needed, and the same
    /// secret at the same place always gives the same bytes.
    ///
    /// `place` names the row that the bytes belong to: they open there and nowhere else.
    Bytes seal(std::string_view place, Secret const& secret) const;
    /// internal when the bytes are damaged, were sealed for another place, or under another key.
    Result<Secret> open(std::string_view place, ByteView sealed) const;

    /// A number for the texts that says nothing of them without the key: for finding equal ones.
    ByteArray<8> fingerprint(std::initializer_list<std::string_view> texts) const {
        return keys_.front().fingerprint(texts);
    }

private:
    explicit SealingKeys(std::vector<SealingKey> keys) : keys_(std::move(keys)) {}
    SealingKey const* find(ByteView id) const;

    std::vector<SealingKey> keys_;  ///< At least one.
};

/// The keys of a key file as texts, unchecked.
std::vector<Secret> sealing_key_texts(Secret const& file);

/// The text of a new key, for a key file.
Secret make_sealing_key(Random& random);

}  // namespace farthing::base
