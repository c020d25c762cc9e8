#include "base/secret.hpp"

#include <openssl/crypto.h>

namespace farthing::base {

void Secret::wipe() {
    // A short text that was swapped away is still there, behind the end.
    text_.resize(text_.capacity());
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

}  // namespace farthing::base
