#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/random.hpp"
#include "base/sealing.hpp"
#include "store/data_directory.hpp"

namespace farthing::app {

/// The key itself in 64 hex digits, or two with white space between them, the new one first; or
/// else the name of the key file.
constexpr char const* kSecretsKeyVariable = "FARTHING_SECRETS_KEY";

/// Where the keys of the shared secrets come from.
struct SealingKeyPlace {
    std::filesystem::path file = {};  ///< Empty: `text` holds the keys themselves.
    base::Secret text = {};
};

/// The file that an option names; without one, what the environment says; without that,
/// `secrets.key` in the folder. Throws std::runtime_error, which never shows a key.
SealingKeyPlace sealing_key_place(store::DataDirectory const& data,
                                  std::filesystem::path const& option);

/// The keys from there. A file that is missing is made, unless the database needs its key.
std::shared_ptr<base::SealingKeys const> sealing_keys(store::DataDirectory const& data,
                                                      std::filesystem::path const& option,
                                                      base::Random& random);

/// True for what nobody calls a file: it has 32 hex digits in a row and no slash.
bool looks_like_key(std::string_view text);

}  // namespace farthing::app
