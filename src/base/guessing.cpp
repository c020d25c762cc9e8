#include "base/guessing.hpp"

#include <algorithm>
#include <bitset>
#include <optional>

namespace farthing::base {
namespace {

/// So many characters that nobody can guess are enough, whatever follows.
constexpr std::size_t kEnough = 64;
/// A shorter piece comes again by chance.
constexpr std::size_t kCopyMin = 4;
/// A word drawn from a list of 7,776, as for passphrases made with dice.
constexpr std::size_t kTenthsPerWord = 129;

/// What one character is worth, in tenths of a bit, if it is drawn from all of its kind.
std::size_t tenths_per_character(std::string_view text) {
    auto const only = [text](std::string_view characters) {
        return text.find_first_not_of(characters) == text.npos;
    };
    constexpr std::string_view kHex = "0123456789abcdef";
    constexpr std::string_view kWords = "abcdefghijklmnopqrstuvwxyz0123456789";
    if (only(kHex.substr(0, 10))) return 33;
    if (only(kHex)) return 40;
    if (only(kWords.substr(0, 26))) return 47;
    if (only(kWords)) return 51;
    return 59;
}

/// How long the piece at `at` is that has come before, maybe up to within itself.
std::size_t copied(std::string_view text, std::size_t at) {
    std::size_t longest = 0;
    for (std::size_t from = 0; from < at; ++from) {
        std::size_t length = 0;
        while (at + length < text.size() && text[from + length] == text[at + length]) ++length;
        longest = std::max(longest, length);
    }
    return longest;
}

/// Whether a character follows from the two before it, as in `aaa`, `abc` and `321`.
bool goes_on(std::string_view text, std::size_t at) {
    if (at < 2) return false;
    int const step = text[at] - text[at - 1];
    return step >= -1 && step <= 1 && step == text[at - 1] - text[at - 2];
}

/// How many characters are not foreseen by what stands before them.
std::size_t count_unforeseen(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size() && count < kEnough;) {
        auto const copy = copied(text, at);
        bool const is_copy = copy >= kCopyMin;
        if (is_copy || !goes_on(text, at)) ++count;
        at += is_copy ? copy : 1;
    }
    return count;
}

bool is_word(std::string_view text) {
    auto const is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && (is_lower(text[0]) || (text[0] >= 'A' && text[0] <= 'Z')) &&
           std::ranges::all_of(text.substr(1), is_lower);
}

/// The number of words of a text that consists of several; nothing for any other.
std::optional<std::size_t> count_words(std::string_view text) {
    std::size_t words = 0;
    while (true) {
        auto const end = text.find_first_of(" -_.");
        if (!is_word(text.substr(0, end))) return std::nullopt;
        ++words;
        if (end == text.npos) break;
        text.remove_prefix(end + 1);
    }
    return words > 1 ? std::optional(words) : std::nullopt;
}

}  // namespace

std::size_t bits_to_guess(Secret const& secret) {
    auto const text = secret.reveal();
    std::bitset<256> different;
    for (auto const c : text) different.set(static_cast<unsigned char>(c));
    // The same few characters over and over add little, in whatever order.
    auto const counted = std::min(count_unforeseen(text), different.count() * 4);
    auto const tenths = counted * tenths_per_character(text);
    auto const words = count_words(text);
    return (words ? std::min(tenths, *words * kTenthsPerWord) : tenths) / 10;
}

}  // namespace farthing::base
