#include "base/sealing.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/encoding.hpp"
#include "base/ensure.hpp"

namespace farthing::base {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeader = 1 + std::tuple_size_v<SealingKeyId>;
constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kMac = crypto_secretbox_MACBYTES;

/// Keyed BLAKE2b of the parts, each after its length, so that they cannot flow into each other.
template <std::size_t N>
ByteArray<N> keyed_hash(Secret const& key, std::initializer_list<std::string_view> parts) {
    crypto_generichash_state state;
    auto const bytes = key.reveal_bytes();
    ensure(crypto_generichash_init(&state, bytes.data(), bytes.size(),
                                   std::max<std::size_t>(N, crypto_generichash_BYTES_MIN)) == 0);
    for (auto const part : parts) {
        auto const size = std::to_string(part.size()) + ":";
        crypto_generichash_update(&state, as_bytes(size).data(), size.size());
        crypto_generichash_update(&state, as_bytes(part).data(), part.size());
    }
    ByteArray<std::max<std::size_t>(N, crypto_generichash_BYTES_MIN)> hash;
    ensure(crypto_generichash_final(&state, hash.data(), hash.size()) == 0);
    ByteArray<N> out;
    std::copy_n(hash.begin(), N, out.begin());
    return out;
}

Secret derived(Secret const& key, std::string_view purpose) {
    return Secret(as_text(keyed_hash<32>(key, {"farthing sealing", purpose})));
}

Error cannot_open(std::string_view place, std::string_view why) {
    return fail(Errc::internal, "the secret of " + std::string(place) + " " + std::string(why));
}

ByteView id_of(ByteView sealed) {
    return sealed.subspan(1, kHeader - 1);
}

}  // namespace

SealingKey::SealingKey(Secret const& bytes)
    : id_(keyed_hash<4>(bytes, {"farthing sealing", "id"})),
      box_key_(derived(bytes, "box")),
      nonce_key_(derived(bytes, "nonce")),
      fingerprint_key_(derived(bytes, "fingerprint")) {}

Result<SealingKey> SealingKey::parse(std::string_view hex) {
    auto const bytes = array_from_hex<32>(hex);
    if (!bytes) return fail(Errc::invalid_request, "a key is 64 lower-case hex digits");
    return SealingKey(Secret(as_text(*bytes)));
}

/// What is sealed is written where it is sealed, so that no other memory holds the secret.
Bytes SealingKey::seal(std::string_view place, Secret const& secret) const {
    auto const bytes = secret.reveal_bytes();
    Bytes sealed(kHeader + kNonce + kMac + place.size() + 1 + bytes.size());
    auto const text = std::span(sealed).subspan(kHeader + kNonce + kMac);
    std::ranges::copy(as_bytes(place), text.begin());
    std::ranges::copy(bytes, text.last(bytes.size()).begin());
    auto const nonce = keyed_hash<kNonce>(nonce_key_, {as_text(text)});
    sealed.front() = kVersion;
    std::ranges::copy(id_, sealed.begin() + 1);
    std::ranges::copy(nonce, sealed.begin() + kHeader);
    ensure(crypto_secretbox_easy(sealed.data() + kHeader + kNonce, text.data(), text.size(),
                                 nonce.data(), box_key_.reveal_bytes().data()) == 0);
    return sealed;
}

Result<Secret> SealingKey::open(std::string_view place, ByteView sealed) const {
    auto const box = sealed.subspan(kHeader + kNonce);
    Bytes text(box.size() - kMac);
    auto const nonce = sealed.subspan(kHeader, kNonce);
    if (crypto_secretbox_open_easy(text.data(), box.data(), box.size(), nonce.data(),
                                   box_key_.reveal_bytes().data()) != 0)
        return cannot_open(place, "is damaged");
    Secret const plain(as_text(text));
    sodium_memzero(text.data(), text.size());
    auto const prefix = std::string(place) + '\0';
    if (!plain.reveal().starts_with(prefix)) return cannot_open(place, "belongs to another place");
    return Secret(plain.reveal().substr(prefix.size()));
}

ByteArray<8> SealingKey::fingerprint(std::initializer_list<std::string_view> texts) const {
    return keyed_hash<8>(fingerprint_key_, texts);
}

Result<SealingKeys> SealingKeys::parse(Secret const& text) {
    std::vector<SealingKey> keys;
    for (auto const& line : sealing_key_texts(text)) {
        auto key = SealingKey::parse(line.reveal());
        if (!key) return key.error();
        keys.push_back(std::move(*key));
    }
    if (keys.empty() || keys.size() > 2)
        return fail(Errc::invalid_request,
                    "a key file holds one key, or two on lines of their own");
    return SealingKeys(std::move(keys));
}

SealingKey const* SealingKeys::find(ByteView id) const {
    auto const fits = [id](SealingKey const& key) { return std::ranges::equal(key.id(), id); };
    auto const found = std::find_if(keys_.begin(), keys_.end(), fits);
    return found == keys_.end() ? nullptr : &*found;
}

bool SealingKeys::has(ByteView id) const {
    return find(id) != nullptr;
}

Bytes SealingKeys::seal(std::string_view place, Secret const& secret) const {
    return keys_.front().seal(place, secret);
}

Result<Secret> SealingKeys::open(std::string_view place, ByteView sealed) const {
    if (sealed.size() < kHeader + kNonce + kMac || sealed[0] != kVersion)
        return cannot_open(place, "is damaged");
    auto const* key = find(id_of(sealed));
    if (key == nullptr)
        return cannot_open(place, "is sealed under the key " + to_hex(id_of(sealed)) +
                                      ", which is not in the key file");
    return key->open(place, sealed);
}

std::vector<Secret> sealing_key_texts(Secret const& file) {
    std::vector<Secret> keys;
    for (auto rest = file.reveal(); !rest.empty();) {
        auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) keys.emplace_back(line);
    }
    return keys;
}

Secret make_sealing_key(Random& random) {
    return Secret(to_hex(random.bytes<32>()));
}

}  // namespace farthing::base
