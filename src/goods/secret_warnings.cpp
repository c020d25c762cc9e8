#include "goods/secret_warnings.hpp"

#include <algorithm>
#include <bitset>
#include <set>

#include "base/digest.hpp"
#include "base/encoding.hpp"

namespace farthing::goods {
namespace {

/// Many goods with one secret need no more than a few names.
constexpr std::size_t kCandidates = 16;
constexpr std::size_t kNamed = 3;
constexpr int kTypo3Numbers = 515;

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

std::set<std::string, std::less<>> typo3_secrets() {
    std::set<std::string, std::less<>> secrets;
    for (int number = 0; number < kTypo3Numbers; ++number)
        secrets.insert(base::to_hex(base::sha256(base::as_bytes(std::to_string(number)))));
    return secrets;
}

/// How the secrets of two goods are related, or nothing.
std::string relation(base::Secret const& mine, base::Secret const& other) {
    if (mine == other) return "is also that of good ";
    if (mine.reveal().ends_with(other.reveal())) return "ends with that of good ";
    if (other.reveal().ends_with(mine.reveal())) return "is the end of that of good ";
    return {};
}

}  // namespace

std::size_t bits_to_guess(base::Secret const& secret) {
    auto const text = secret.reveal();
    std::bitset<256> different;
    for (auto const c : text) different.set(static_cast<unsigned char>(c));
    // Repeated characters add little.
    auto const counted = std::min(text.size(), different.count() * 4);
    return counted * tenths_per_character(text) / 10;
}

bool is_of_typo3_extension(base::Secret const& secret) {
    static auto const secrets = typo3_secrets();
    return secret.reveal().size() == secrets.begin()->size() && secrets.contains(secret.reveal());
}

std::vector<std::string> warnings_about(Repository& repository, Good const& good) {
    std::vector<std::string> warnings;
    auto const& secret = good.description.shared_secret;
    if (is_of_typo3_extension(secret))
        warnings.emplace_back(
            "the shared secret is one of the 515 that the TYPO3 extension can make, so that "
            "everybody can guess it; use 32 random characters");
    else if (bits_to_guess(secret) < kWeakBits)
        warnings.emplace_back(
            "the shared secret is short, and buyers can try guesses on their receipts; use 32 "
            "random characters");
    std::size_t named = 0;
    for (auto const& other : repository.list_with_same_end(good, kCandidates)) {
        auto const related = relation(secret, other.description.shared_secret);
        if (related.empty() || named == kNamed) continue;
        ++named;
        warnings.push_back("the shared secret " + related + other.id.text() +
                           ", so that a receipt for one may open both; give each good its own");
    }
    return warnings;
}

}  // namespace farthing::goods
