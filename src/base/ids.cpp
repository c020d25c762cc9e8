#include "base/ids.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "base/ensure.hpp"

namespace farthing::base {
namespace {

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kUlidSize = 26;

}  // namespace

std::string make_ulid_text(Timestamp now, ByteArray<10> const& random) {
    auto const ms = static_cast<std::uint64_t>(now.ms());
    std::string text(kUlidSize, '0');
    // 48 bits in 10 digits, of which the first carries 3 bits, then 80 bits in 16.
    for (std::size_t i = 0; i < 10; ++i) text[i] = kCrockford[(ms >> (45 - 5 * i)) & 31];
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < 5; ++i) bits = (bits << 8) | random[5 * half + i];
        for (std::size_t i = 0; i < 8; ++i)
            text[10 + 8 * half + i] = kCrockford[(bits >> (35 - 5 * i)) & 31];
    }
    text[0] = kCrockford[(ms >> 45) & 7];
    return text;
}

bool is_ulid_text(std::string_view text) {
    return text.size() == kUlidSize && text.front() <= '7' &&
           text.find_first_not_of(kCrockford) == text.npos;
}

std::string make_hex_id_text(Timestamp now, ByteArray<8> const& random) {
    auto const seconds = static_cast<std::uint32_t>(now.seconds());
    ByteArray<12> bytes{
        static_cast<std::uint8_t>(seconds >> 24), static_cast<std::uint8_t>(seconds >> 16),
        static_cast<std::uint8_t>(seconds >> 8), static_cast<std::uint8_t>(seconds)};
    std::copy(random.begin(), random.end(), bytes.begin() + 4);
    return to_hex(bytes);
}

std::string make_hex_id_text_after(std::string_view newest, Timestamp now,
                                   ByteArray<8> const& random) {
    auto fresh = make_hex_id_text(now, random);
    if (fresh > newest) return fresh;
    auto bytes = array_from_hex<12>(newest);
    ensure(bytes.has_value());
    // Added from the last byte to the first: the last four random ones, and one more.
    unsigned carry = 1;
    for (std::size_t i = bytes->size(); i-- > 0;) {
        carry += (*bytes)[i] + (i >= 8 ? random[i - 4] : 0U);
        (*bytes)[i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    return to_hex(*bytes);
}

bool is_hex_id_text(std::string_view text) {
    return array_from_hex<12>(text).has_value();
}

}  // namespace farthing::base
