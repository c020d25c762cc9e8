// Judges receipts by a secret of which valgrind's memcheck is told that nobody knows it: it then
// reports every branch and every address that depends on the secret. With the argument `early-exit`
// the comparison is one that does.

#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <valgrind/memcheck.h>

#ifdef FARTHING_LIBRARY
#include <farthing_receipts.h>
#else
#include "receipts/receipt.hpp"
#endif

namespace {

constexpr long long kNow = 1'900'000'000;

#ifdef FARTHING_LIBRARY
int judge(std::string const& receipt, std::string const& secret) {
    farthing_text const text{receipt.data(), receipt.size()};
    farthing_text const key{secret.data(), secret.size()};
    int is_secret = farthing_secret_equals(text, key);
    VALGRIND_MAKE_MEM_DEFINED(&is_secret, sizeof is_secret);
    return is_secret != 0 ? -1 : static_cast<int>(farthing_receipt_verify(text, key, kNow));
}
#else
int judge(std::string const& receipt, std::string const& secret) {
    auto const bytes = farthing::base::as_bytes(secret);
    auto const now = farthing::base::Timestamp::from_seconds(kNow);
    return static_cast<int>(farthing::receipts::verify(receipt, bytes, now));
}
#endif

__attribute__((noinline)) bool early_exit(std::string const& text, std::string const& secret) {
    for (std::size_t i = 0; i < text.size() && i < secret.size(); ++i)
        if (text[i] != secret[i]) return false;
    return text.size() == secret.size();
}

}  // namespace

/// Lines of standard input: a secret, and then receipts to judge by it.
int main(int argc, char** argv) {
    std::vector<std::string> lines;
    char line[4096];
    while (std::fgets(line, sizeof line, stdin) != nullptr)
        lines.emplace_back(line, std::strcspn(line, "\n"));
    auto& secret = lines.at(0);
    VALGRIND_MAKE_MEM_UNDEFINED(secret.data(), secret.size());
    bool const leaks = argc > 1 && std::strcmp(argv[1], "early-exit") == 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        int verdict = leaks ? int{early_exit(lines[i], secret)} : judge(lines[i], secret);
        VALGRIND_MAKE_MEM_DEFINED(&verdict, sizeof verdict);
        std::printf("%d\n", verdict);
    }
}
