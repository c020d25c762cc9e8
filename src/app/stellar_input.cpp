#include "app/stellar_input.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace farthing::app {
namespace {

constexpr std::size_t kMaxInput = 64 * 1024;
constexpr char const* kSpace = " \t\r\n";

std::string read_input() {
    std::string text;
    std::array<char, 4096> part;
    while (auto const size = std::fread(part.data(), 1, part.size(), stdin)) {
        text.append(part.data(), size);
        if (text.size() > kMaxInput)
            throw std::runtime_error("standard input is longer than 64 KiB");
    }
    if (std::ferror(stdin) != 0) throw std::runtime_error("standard input cannot be read");
    return text;
}

}  // namespace

std::string argument_or_input(std::string const& argument) {
    auto const text = argument.empty() ? read_input() : argument;
    auto const from = text.find_first_not_of(kSpace);
    if (from == text.npos) return {};
    return text.substr(from, text.find_last_not_of(kSpace) + 1 - from);
}

}  // namespace farthing::app
