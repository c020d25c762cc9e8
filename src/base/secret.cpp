#include "base/secret.hpp"

#include <openssl/crypto.h>

namespace farthing::base {

void Secret::wipe() {
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

}  // namespace farthing::base
