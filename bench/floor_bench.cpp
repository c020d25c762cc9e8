// What no payment server can go below: one ed25519 verification, and one write that is on the disk.
//
// usage: floor_bench FOLDER
//
// Prints one line of JSON.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "base/ensure.hpp"
#include "stellar/keys.hpp"

namespace {

using namespace farthing;

constexpr int kRounds = 9;
constexpr int kVerifications = 1'000;
constexpr int kWrites = 400;
constexpr std::size_t kPage = 4'096;

/// Microseconds for each of `times` turns of `work`: the median of some rounds.
double measure(int times, std::function<void()> const& work) {
    std::vector<double> rounds;
    for (int round = 0; round < kRounds; ++round) {
        auto const begin = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i) work();
        std::chrono::duration<double, std::micro> const took =
            std::chrono::steady_clock::now() - begin;
        rounds.push_back(took.count() / times);
    }
    std::ranges::sort(rounds);
    return rounds[kRounds / 2];
}

double measure_verification() {
    auto const key = stellar::KeyPair::from_seed({1});
    base::ByteArray<32> const hash{2};
    auto const signature = key.sign(hash);
    return measure(kVerifications,
                   [&] { base::ensure(stellar::verify(key.public_key(), hash, signature)); });
}

double measure_sync(std::string const& folder) {
    auto const path = folder + "/floor";
    auto const file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    base::ensure(file >= 0);
    std::array<char, kPage> const page{};
    auto const each = measure(kWrites, [&] {
        base::ensure(::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size()));
        base::ensure(::fdatasync(file) == 0);
    });
    ::close(file);
    return each;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: floor_bench FOLDER\n");
        return 2;
    }
    std::printf("{\"verification_microseconds\":%.1f,\"sync_microseconds\":%.1f}\n",
                measure_verification(), measure_sync(argv[1]));
    return 0;
}
