#include "base/digest.hpp"

#include <openssl/evp.h>

#include <memory>

#include "base/ensure.hpp"

namespace farthing::base {
namespace {

struct FreeDigest {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// A digest fetched once and a context used again: OpenSSL 3 spends more time on looking the digest
/// up than on hashing a short text.
class Hasher {
public:
    explicit Hasher(char const* name)
        : digest_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {
        ensure(digest_ != nullptr && context_ != nullptr);
    }

    void hash(std::initializer_list<ByteView> parts, std::uint8_t* out) {
        ensure(EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr) == 1);
        for (auto const part : parts)
            ensure(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1);
        ensure(EVP_DigestFinal_ex(context_.get(), out, nullptr) == 1);
    }

private:
    std::unique_ptr<EVP_MD, FreeDigest> digest_;
    std::unique_ptr<EVP_MD_CTX, FreeDigest> context_;
};

}  // namespace

Sha256 sha256(std::initializer_list<ByteView> parts) {
    thread_local Hasher hasher("SHA256");
    Sha256 digest;
    hasher.hash(parts, digest.data());
    return digest;
}

Sha512 sha512(std::initializer_list<ByteView> parts) {
    thread_local Hasher hasher("SHA512");
    Sha512 digest;
    hasher.hash(parts, digest.data());
    return digest;
}

}  // namespace farthing::base
