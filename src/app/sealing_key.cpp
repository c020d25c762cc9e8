#include "app/sealing_key.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace farthing::app {
namespace {

/// With a line for each key, as a key file has them: not every way to set a variable takes line
/// ends.
base::Secret in_lines(std::string_view text) {
    std::string lines(text);
    for (auto& c : lines)
        if (c == ' ' || c == '\t' || c == '\r') c = '\n';
    return base::Secret(lines);
}

/// What is no key and no file may be a key in another spelling: it is not shown, and no file is
/// made of it.
std::string_view existing(std::string_view file) {
    if (std::filesystem::exists(file)) return file;
    throw std::runtime_error(
        std::string(kSecretsKeyVariable) +
        " is neither a key, which is 64 lower-case hex digits, nor a file that "
        "is there; --secrets-key makes the file that it names");
}

SealingKeyPlace place_in_environment(std::string_view value) {
    if (!looks_like_key(value)) return {.file = existing(value)};
    auto text = in_lines(value);
    if (auto const keys = base::SealingKeys::parse(text); !keys)
        throw std::runtime_error(std::string(kSecretsKeyVariable) +
                                 " looks like a key and is none: it must be 64 lower-case hex "
                                 "digits, or two such keys with a space between them");
    return {.text = std::move(text)};
}

}  // namespace

bool looks_like_key(std::string_view text) {
    constexpr std::size_t kDigits = 32;
    std::size_t digits = 0;
    std::size_t most = 0;
    for (auto const c : text) {
        bool const is_digit =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        digits = is_digit ? digits + 1 : 0;
        most = std::max(most, digits);
    }
    return most >= kDigits && text.find('/') == text.npos;
}

SealingKeyPlace sealing_key_place(store::DataDirectory const& data,
                                  std::filesystem::path const& option) {
    if (looks_like_key(option.native()))
        throw std::runtime_error(
            "--secrets-key takes the name of the key's file; the key itself goes into the "
            "environment variable " +
            std::string(kSecretsKeyVariable) + ", because others can see a command line");
    if (!option.empty()) return {.file = option};
    auto const* const value = std::getenv(kSecretsKeyVariable);
    if (value == nullptr || *value == '\0') return {.file = data.sealing_key_file({})};
    return place_in_environment(value);
}

std::shared_ptr<base::SealingKeys const> sealing_keys(store::DataDirectory const& data,
                                                      std::filesystem::path const& option,
                                                      base::Random& random) {
    auto const place = sealing_key_place(data, option);
    if (!place.file.empty()) return data.sealing_keys(place.file, random);
    return std::make_shared<base::SealingKeys>(*base::SealingKeys::parse(place.text));
}

}  // namespace farthing::app
