#include "receipts/receipt.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "base/digest.hpp"
#include "base/encoding.hpp"

namespace farthing::receipts {
namespace {

constexpr std::size_t kMaxNameSize = 128;
constexpr std::size_t kMaxExpiryDigits = 15;
constexpr std::int64_t kMaxExpirySeconds = 999'999'999'999'999;

constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kSignatureDigits = 2 * kSignatureBytes;

/// `{"exp":,"ito":"","jti":""}` with the longest values.
constexpr std::size_t kMaxPayloadBytes = 26 + kMaxExpiryDigits + 2 * kMaxNameSize;
constexpr std::size_t kMaxPayloadDigits = (kMaxPayloadBytes * 4 + 2) / 3;

/// Which characters belong to a class: a look-up costs less than comparing with the ends of ranges.
using CharacterClass = std::array<bool, 256>;

constexpr CharacterClass class_of(std::string_view members) {
    CharacterClass result{};
    for (auto const c : members) result[static_cast<unsigned char>(c)] = true;
    return result;
}

constexpr CharacterClass kAlphanumeric =
    class_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

bool is_alphanumeric(char c) {
    return kAlphanumeric[static_cast<unsigned char>(c)];
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= kMaxNameSize &&
           std::ranges::all_of(text, is_alphanumeric);
}

/// A payload whose texts lie in the memory that was parsed.
struct PayloadView {
    std::int64_t expires_at_seconds;
    std::string_view issued_to;
    std::string_view id;
};

/// Takes a text apart from its beginning. The first part that does not fit sticks: later parts do
/// not fit either.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    void literal(std::string_view expected) {
        if (!rest_.starts_with(expected)) return fail();
        rest_.remove_prefix(expected.size());
    }

    /// The letters and digits that come next.
    std::string_view name() {
        auto const* at = rest_.data();
        auto const* const end = at + rest_.size();
        while (at != end && is_alphanumeric(*at)) ++at;
        auto const size = static_cast<std::size_t>(at - rest_.data());
        auto const found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        if (size == 0 || size > kMaxNameSize) fail();
        return found;
    }

    /// A number of seconds in its shortest spelling.
    std::int64_t seconds() {
        auto const found = name();
        bool const padded = found.size() > 1 && found.front() == '0';
        if (padded || found.size() > kMaxExpiryDigits) fail();
        std::int64_t value = 0;
        for (auto const c : found.substr(0, kMaxExpiryDigits)) {
            if (c < '0' || c > '9') fail();
            value = value * 10 + (c - '0');
        }
        return value;
    }

    bool matched_all() const { return fits_ && rest_.empty(); }

private:
    void fail() { fits_ = false; }

    std::string_view rest_;
    bool fits_ = true;
};

std::optional<PayloadView> parse_expiry_first(std::string_view json) {
    Scanner in(json);
    in.literal(R"({"exp":)");
    auto const seconds = in.seconds();
    in.literal(R"(,"ito":")");
    auto const issued_to = in.name();
    in.literal(R"(","jti":")");
    auto const id = in.name();
    in.literal(R"("})");
    if (!in.matched_all()) return std::nullopt;
    return PayloadView{.expires_at_seconds = seconds, .issued_to = issued_to, .id = id};
}

std::optional<PayloadView> parse_buyer_first(std::string_view json) {
    Scanner in(json);
    in.literal(R"({"ito":")");
    auto const issued_to = in.name();
    in.literal(R"(","exp":)");
    auto const seconds = in.seconds();
    in.literal(R"(,"jti":")");
    auto const id = in.name();
    in.literal(R"("})");
    if (!in.matched_all()) return std::nullopt;
    return PayloadView{.expires_at_seconds = seconds, .issued_to = issued_to, .id = id};
}

std::optional<PayloadView> parse_payload(std::string_view json) {
    auto const payload = parse_expiry_first(json);
    return payload ? payload : parse_buyer_first(json);
}

/// The digits of the bytes of one number as the bytes of another, both in the order in which they
/// lie in memory. Without a table: what it is looked up by would show in the cache.
std::uint64_t hex_of(std::uint32_t bytes) {
    static_assert(std::endian::native == std::endian::little, "the digits would change places");
    constexpr std::uint64_t kEach = 0x0101'0101'0101'0101;
    constexpr std::uint64_t kLowHalves = 0x000f'000f'000f'000f;
    std::uint64_t apart = bytes;
    apart = (apart | apart << 16) & 0x0000'ffff'0000'ffff;
    apart = (apart | apart << 8) & 0x00ff'00ff'00ff'00ff;
    auto const halves = (apart >> 4 & kLowHalves) | (apart & kLowHalves) << 8;
    auto const is_letter = (halves + 6 * kEach) >> 4 & kEach;
    return halves + '0' * kEach + is_letter * ('a' - '0' - 10);
}

base::ByteArray<kSignatureDigits> hex_of(base::Sha512 const& digest) {
    base::ByteArray<kSignatureDigits> out;
    std::uint32_t bytes = 0;
    for (std::size_t i = 0; i < digest.size(); i += sizeof bytes) {
        std::memcpy(&bytes, digest.data() + i, sizeof bytes);
        auto const digits = hex_of(bytes);
        std::memcpy(out.data() + 2 * i, &digits, sizeof digits);
    }
    return out;
}

base::ByteArray<kSignatureDigits> signature_of(std::string_view payload_base64,
                                               base::ByteView shared_secret) {
    return hex_of(base::sha512({base::as_bytes(payload_base64), shared_secret}));
}

/// Whether a text of kSignatureDigits is lower-case hex. Without branches, so that the compiler
/// looks at many digits at once.
bool is_hex(std::string_view text) {
    auto const digits = base::as_bytes(text).first<kSignatureDigits>();
    std::uint8_t strange = 0;
    for (auto const c : digits) {
        auto const is_number = static_cast<std::uint8_t>(c - '0') < 10;
        auto const is_letter = static_cast<std::uint8_t>(c - 'a') < 6;
        strange |= static_cast<std::uint8_t>(!(is_number | is_letter));
    }
    return strange == 0;
}

/// A receipt cut at its point and decoded, in memory of its own.
struct Parts {
    std::string_view payload_base64;
    std::string_view signature;
    base::ByteArray<kMaxPayloadBytes> payload;
    std::size_t payload_size;

    std::string_view payload_text() const {
        return base::as_text(base::ByteView(payload).first(payload_size));
    }
};

/// Fills `out`. False when the spelling is not the one canonical. What the payload says and what
/// characters the signature is of are not looked at.
bool take_apart(std::string_view receipt, Parts& out) {
    auto const point = receipt.find('.');
    if (point == 0 || point > kMaxPayloadDigits || point >= receipt.size()) return false;
    out.payload_base64 = receipt.substr(0, point);
    out.signature = receipt.substr(point + 1);
    auto const size = base::base64url_into(out.payload_base64, out.payload);
    out.payload_size = size.value_or(0);
    return size && out.signature.size() == kSignatureDigits;
}

}  // namespace

std::string issue(Payload const& payload, base::Secret const& shared_secret) {
    auto const seconds = payload.expires_at.seconds();
    base::ensure(is_name(payload.issued_to) && is_name(payload.id));
    base::ensure(seconds >= 0 && seconds <= kMaxExpirySeconds);

    auto const json = R"({"exp":)" + std::to_string(seconds) + R"(,"ito":")" + payload.issued_to +
                      R"(","jti":")" + payload.id + R"("})";
    auto receipt = base::to_base64url(base::as_bytes(json));
    auto const signature = signature_of(receipt, shared_secret.reveal_bytes());
    receipt.push_back('.');
    receipt.append(base::as_text(signature));
    return receipt;
}

Verdict verify(std::string_view receipt, base::Secret const& shared_secret, base::Timestamp now) {
    return verify(receipt, shared_secret.reveal_bytes(), now);
}

Verdict verify(std::string_view receipt, base::ByteView shared_secret, base::Timestamp now) {
    Parts parts;
    if (!take_apart(receipt, parts)) return Verdict::malformed;

    // Both are always done, so that the time tells nothing of which of them failed.
    auto const expected = signature_of(parts.payload_base64, shared_secret);
    auto const payload = parse_payload(parts.payload_text());

    // Anybody can sign with a secret that is none.
    if (shared_secret.empty() ||
        !base::equal_in_constant_time(expected, base::as_bytes(parts.signature)))
        return is_hex(parts.signature) ? Verdict::wrong : Verdict::malformed;
    if (!payload) return Verdict::malformed;
    auto const expires_at = base::Timestamp::from_seconds(payload->expires_at_seconds);
    return expires_at > now ? Verdict::valid : Verdict::expired;
}

base::Result<Payload> read(std::string_view receipt) {
    Parts parts;
    auto const payload = take_apart(receipt, parts) && is_hex(parts.signature)
                             ? parse_payload(parts.payload_text())
                             : std::nullopt;
    if (!payload) return base::fail(base::Errc::invalid_request, "this is not a payment receipt");
    return Payload{.expires_at = base::Timestamp::from_seconds(payload->expires_at_seconds),
                   .issued_to = std::string(payload->issued_to),
                   .id = std::string(payload->id)};
}

}  // namespace farthing::receipts
