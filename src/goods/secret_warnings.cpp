#include "goods/secret_warnings.hpp"

#include <set>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "base/guessing.hpp"

namespace farthing::goods {
namespace {

/// Many goods with one secret need no more than a few names.
constexpr std::size_t kCandidates = 16;
constexpr std::size_t kNamed = 3;
constexpr int kTypo3Numbers = 515;

std::set<std::string, std::less<>> typo3_secrets() {
    std::set<std::string, std::less<>> secrets;
    for (int number = 0; number < kTypo3Numbers; ++number)
        secrets.insert(base::to_hex(base::sha256(base::as_bytes(std::to_string(number)))));
    return secrets;
}

std::string advice() {
    return "; use " + std::string(base::kStrongSecret);
}

/// How the secrets of two goods are related, or nothing.
std::string relation(base::Secret const& mine, base::Secret const& other) {
    if (mine == other) return "is also that of good ";
    if (mine.reveal().ends_with(other.reveal())) return "ends with that of good ";
    if (other.reveal().ends_with(mine.reveal())) return "is the end of that of good ";
    return {};
}

}  // namespace

bool is_of_typo3_extension(base::Secret const& secret) {
    static auto const secrets = typo3_secrets();
    return secret.reveal().size() == secrets.begin()->size() && secrets.contains(secret.reveal());
}

std::vector<std::string> warnings_about(Repository& repository, Good const& good) {
    std::vector<std::string> warnings;
    auto const& secret = good.description.shared_secret;
    if (is_of_typo3_extension(secret))
        warnings.push_back(
            "the shared secret is one of the 515 that the TYPO3 extension can make, so that "
            "everybody can guess it" +
            advice());
    else if (base::bits_to_guess(secret) < base::kWeakBits)
        warnings.push_back(
            "the shared secret is easy to guess, and buyers can try guesses on their receipts" +
            advice());
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
