// Receipt verification beside the floor: OpenSSL's SHA-512 of the same bytes, its digest fetched
// once.

#include <benchmark/benchmark.h>

#include "base/digest.hpp"
#include "receipts/receipt.hpp"

namespace farthing::receipts {
namespace {

constexpr auto kNow = base::Timestamp::from_seconds(1'503'576'848);
base::Secret const kSecret("jsbicjttovhgtkdtsthduxg");

std::string const& receipt() {
    static auto const text =
        issue({.expires_at = base::Timestamp::from_seconds(1'503'576'849),
               .issued_to = "02fcfecbdab1112f424bc7615fd6669370a2776852812771c6ad5cdfe5718343d5",
               .id = "cQ6DNkWTv574eKochBveeamG66XOeILx"},
              kSecret);
    return text;
}

void verify_receipt(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(verify(receipt(), kSecret, kNow));
}
BENCHMARK(verify_receipt);

void refuse_wrong_receipt(benchmark::State& state) {
    base::Secret const other("another secret");
    for (auto _ : state) benchmark::DoNotOptimize(verify(receipt(), other, kNow));
}
BENCHMARK(refuse_wrong_receipt);

void sha512_floor(benchmark::State& state) {
    auto const payload = std::string_view(receipt()).substr(0, receipt().find('.'));
    for (auto _ : state)
        benchmark::DoNotOptimize(base::sha512({base::as_bytes(payload), kSecret.reveal_bytes()}));
}
BENCHMARK(sha512_floor);

}  // namespace
}  // namespace farthing::receipts

BENCHMARK_MAIN();
