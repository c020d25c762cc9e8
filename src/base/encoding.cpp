#include "base/encoding.hpp"

#include <algorithm>

namespace farthing::base {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t kNoDigit = 0xff;

/// The value of each character in an alphabet, kNoDigit for strangers.
using DigitTable = std::array<std::uint8_t, 256>;

constexpr DigitTable digits_of(std::string_view alphabet) {
    DigitTable table{};
    table.fill(kNoDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}

constexpr DigitTable kHexTable = digits_of(kHexDigits);
constexpr DigitTable kBase32Table = digits_of(kBase32);
constexpr DigitTable kBase64Table = digits_of(kBase64);
constexpr DigitTable kBase64UrlTable = digits_of(kBase64Url);

/// The bits of each character at each of the four places of a group of 24 bits.
constexpr std::uint32_t kStrangerInGroup = 1U << 24;
constexpr auto kBase64UrlPlaces = [] {
    std::array<std::array<std::uint32_t, 256>, 4> places{};
    for (std::size_t place = 0; place < 4; ++place)
        for (std::size_t c = 0; c < 256; ++c) {
            std::uint32_t const digit = kBase64UrlTable[c];
            places[place][c] = digit == kNoDigit ? kStrangerInGroup : digit << (18 - 6 * place);
        }
    return places;
}();

/// Writes the bits of `bytes` in groups of `bits_per_digit`, the last group filled with zeros.
std::string encode_bits(ByteView bytes, std::string_view alphabet, unsigned bits_per_digit) {
    std::string text;
    text.reserve((bytes.size() * 8 + bits_per_digit - 1) / bits_per_digit);
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    auto const mask = (1U << bits_per_digit) - 1;
    for (auto const byte : bytes) {
        buffer = (buffer << 8) | byte;
        bits += 8;
        while (bits >= bits_per_digit) {
            bits -= bits_per_digit;
            text.push_back(alphabet[(buffer >> bits) & mask]);
        }
    }
    if (bits > 0) text.push_back(alphabet[(buffer << (bits_per_digit - bits)) & mask]);
    return text;
}

/// The reverse of encode_bits. Nothing for a stranger, set bits in the rest, or a superfluous
/// digit.
std::optional<std::size_t> decode_bits(std::string_view text, DigitTable const& digits,
                                       unsigned bits_per_digit, std::span<std::uint8_t> out) {
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    std::size_t size = 0;
    for (auto const c : text) {
        auto const digit = digits[static_cast<unsigned char>(c)];
        if (digit == kNoDigit) return std::nullopt;
        buffer = (buffer << bits_per_digit) | digit;
        bits += bits_per_digit;
        if (bits < 8) continue;
        bits -= 8;
        if (size == out.size()) return std::nullopt;
        out[size++] = static_cast<std::uint8_t>(buffer >> bits);
    }
    bool const superfluous_digit = bits >= bits_per_digit;
    bool const rest_is_zero = (buffer & ((1U << bits) - 1)) == 0;
    if (superfluous_digit || !rest_is_zero) return std::nullopt;
    return size;
}

Result<Bytes> decode_all(std::string_view text, DigitTable const& digits, unsigned bits_per_digit,
                         char const* name) {
    Bytes bytes(text.size() * bits_per_digit / 8);
    auto const size = decode_bits(text, digits, bits_per_digit, bytes);
    if (!size) return fail(Errc::invalid_request, std::string("not canonical ") + name);
    bytes.resize(*size);
    return bytes;
}

/// How many bytes follow this lead byte of a UTF-8 sequence, or -1.
int continuation_count(unsigned char lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xc2 && lead <= 0xdf) return 1;
    if (lead >= 0xe0 && lead <= 0xef) return 2;
    if (lead >= 0xf0 && lead <= 0xf4) return 3;
    return -1;
}

/// The second byte rules out overlong forms, surrogates and code points above U+10FFFF.
bool second_byte_fits(unsigned char lead, unsigned char second) {
    if (lead == 0xe0) return second >= 0xa0 && second <= 0xbf;
    if (lead == 0xed) return second >= 0x80 && second <= 0x9f;
    if (lead == 0xf0) return second >= 0x90 && second <= 0xbf;
    if (lead == 0xf4) return second >= 0x80 && second <= 0x8f;
    return second >= 0x80 && second <= 0xbf;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    return encode_bits(bytes, kHexDigits, 4);
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return fail(Errc::invalid_request, "hex needs an even length");
    return decode_all(text, kHexTable, 4, "lower-case hex");
}

template <std::size_t N>
Result<ByteArray<N>> array_from_hex(std::string_view text) {
    ByteArray<N> bytes{};
    if (text.size() != 2 * N || decode_bits(text, kHexTable, 4, bytes) != N)
        return fail(Errc::invalid_request,
                    "expected " + std::to_string(2 * N) + " lower-case hex digits");
    return bytes;
}
template Result<ByteArray<12>> array_from_hex<12>(std::string_view);
template Result<ByteArray<32>> array_from_hex<32>(std::string_view);

std::string to_base64(ByteView bytes) {
    auto text = encode_bits(bytes, kBase64, 6);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0)
        return fail(Errc::invalid_request, "base64 needs a length divisible by 4");
    auto digits = text;
    for (int i = 0; i < 2 && digits.ends_with('='); ++i) digits.remove_suffix(1);
    return decode_all(digits, kBase64Table, 6, "base64");
}

std::string to_base64url(ByteView bytes) {
    return encode_bits(bytes, kBase64Url, 6);
}

Result<Bytes> from_base64url(std::string_view text) {
    Bytes bytes(text.size() * 6 / 8);
    if (!base64url_into(text, bytes))
        return fail(Errc::invalid_request, "not canonical unpadded base64url");
    return bytes;
}

std::optional<std::size_t> base64url_into(std::string_view text, std::span<std::uint8_t> out) {
    // Whole groups of four at once, because every request for a paid file comes through here.
    auto const groups = text.size() / 4;
    if (out.size() < groups * 3) return std::nullopt;
    // By pointers, whose bounds are checked once, above, and not at every digit.
    auto const* const in = text.data();
    auto* const to = out.data();
    std::uint32_t strangers = 0;
    for (std::size_t i = 0; i < groups; ++i) {
        auto const digit = [&](std::size_t k) {
            return kBase64UrlPlaces[k][static_cast<unsigned char>(in[4 * i + k])];
        };
        auto const bits = digit(0) | digit(1) | digit(2) | digit(3);
        strangers |= bits;
        to[3 * i] = static_cast<std::uint8_t>(bits >> 16);
        to[3 * i + 1] = static_cast<std::uint8_t>(bits >> 8);
        to[3 * i + 2] = static_cast<std::uint8_t>(bits);
    }
    if (strangers >= kStrangerInGroup) return std::nullopt;
    auto const rest =
        decode_bits(text.substr(4 * groups), kBase64UrlTable, 6, out.subspan(3 * groups));
    if (!rest) return std::nullopt;
    return 3 * groups + *rest;
}

std::string to_base32(ByteView bytes) {
    return encode_bits(bytes, kBase32, 5);
}

Result<Bytes> from_base32(std::string_view text) {
    return decode_all(text, kBase32Table, 5, "unpadded base32");
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        auto const count = continuation_count(lead);
        if (count < 0 || i + static_cast<std::size_t>(count) >= text.size()) return false;
        if (count > 0 && !second_byte_fits(lead, static_cast<unsigned char>(text[i + 1])))
            return false;
        for (int k = 2; k <= count; ++k)
            if ((static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0xc0) != 0x80)
                return false;
        i += static_cast<std::size_t>(count) + 1;
    }
    return true;
}

}  // namespace farthing::base
