#include "stellar/keys.hpp"

#include <sodium.h>

#include <algorithm>

#include "stellar/strkey.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kKeyBytes = 32;

static_assert(crypto_sign_PUBLICKEYBYTES == kKeyBytes);
static_assert(crypto_sign_SEEDBYTES == kKeyBytes);
static_assert(crypto_sign_SECRETKEYBYTES == 64);
static_assert(crypto_sign_BYTES == sizeof(Signature));

/// libsodium picks the fast form of its functions when it is initialised; until then it is slow,
/// not wrong.
void start_sodium() {
    static bool const started = sodium_init() >= 0;
    base::ensure(started);
}

base::ByteArray<kKeyBytes> first_32(base::ByteView bytes) {
    base::ByteArray<kKeyBytes> out;
    std::ranges::copy(bytes.first(kKeyBytes), out.begin());
    return out;
}

}  // namespace

base::Result<PublicKey> PublicKey::parse(std::string_view address) {
    auto const strkey = parse_strkey(address);
    if (!strkey) return strkey.error();
    if (strkey->kind != StrkeyKind::account)
        return base::fail(base::Errc::invalid_request, "an account's address starts with G");
    return PublicKey(first_32(strkey->payload));
}

std::string PublicKey::address() const {
    return to_strkey(StrkeyKind::account, bytes_);
}

SignatureHint PublicKey::hint() const {
    return {bytes_[28], bytes_[29], bytes_[30], bytes_[31]};
}

bool verify(PublicKey const& key, base::ByteView message, Signature const& signature) {
    start_sodium();
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       key.bytes().data()) == 0;
}

KeyPair KeyPair::from_seed(base::ByteArray<32> const& seed) {
    start_sodium();
    base::ByteArray<32> public_key;
    base::ByteArray<64> secret_key;
    base::ensure(crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seed.data()) == 0);
    KeyPair const pair(PublicKey(public_key), secret_key);
    sodium_memzero(secret_key.data(), secret_key.size());
    return pair;
}

KeyPair KeyPair::generate(base::Random& random) {
    auto seed = random.bytes<32>();
    auto const pair = from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    return pair;
}

base::Result<KeyPair> KeyPair::parse_secret(std::string_view secret) {
    auto strkey = parse_strkey(secret);
    if (!strkey) return strkey.error();
    if (strkey->kind != StrkeyKind::secret_seed)
        return base::fail(base::Errc::invalid_request, "a secret key starts with S");
    auto seed = first_32(strkey->payload);
    auto const pair = from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    sodium_memzero(strkey->payload.data(), strkey->payload.size());
    return pair;
}

KeyPair::~KeyPair() {
    sodium_memzero(secret_key_.data(), secret_key_.size());
}

Signature KeyPair::sign(base::ByteView message) const {
    start_sodium();
    Signature signature;
    base::ensure(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                      secret_key_.data()) == 0);
    return signature;
}

}  // namespace farthing::stellar
