#include "horizon/utf8.hpp"

#include "base/encoding.hpp"

namespace farthing::horizon {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::size_t kLongestCharacter = 4;

}  // namespace

std::string scrub(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < kLongestCharacter && !base::is_utf8(text.substr(0, size))) ++size;
        bool const is_character = base::is_utf8(text.substr(0, size));
        out.append(is_character ? text.substr(0, size) : kReplacement);
        text.remove_prefix(is_character ? size : 1);
    }
    return out;
}

}  // namespace farthing::horizon
