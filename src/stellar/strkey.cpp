#include "stellar/strkey.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/encoding.hpp"

namespace farthing::stellar {
namespace {

using base::Errc;
using base::fail;

constexpr std::size_t kVersionBytes = 1;
constexpr std::size_t kChecksumBytes = 2;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMaxSignedPayload = 64;
constexpr std::size_t kMaxPayload = kKeyBytes + 4 + kMaxSignedPayload;
constexpr std::size_t kMaxText = ((kVersionBytes + kMaxPayload + kChecksumBytes) * 8 + 4) / 5;

struct Form {
    StrkeyKind kind;
    std::uint8_t version;
    std::size_t payload_min;
    std::size_t payload_max;
};

constexpr std::array<Form, 9> kForms{{
    {StrkeyKind::account, 6 << 3, kKeyBytes, kKeyBytes},
    {StrkeyKind::secret_seed, 18 << 3, kKeyBytes, kKeyBytes},
    {StrkeyKind::muxed_account, 12 << 3, kKeyBytes + 8, kKeyBytes + 8},
    {StrkeyKind::pre_auth_tx, 19 << 3, kKeyBytes, kKeyBytes},
    {StrkeyKind::sha256_hash, 23 << 3, kKeyBytes, kKeyBytes},
    {StrkeyKind::signed_payload, 15 << 3, kKeyBytes + 4 + 4, kMaxPayload},
    {StrkeyKind::contract, 2 << 3, kKeyBytes, kKeyBytes},
    {StrkeyKind::liquidity_pool, 11 << 3, kKeyBytes, kKeyBytes},
    {StrkeyKind::claimable_balance, 1 << 3, kKeyBytes + 1, kKeyBytes + 1},
}};

Form const* form_of_version(std::uint8_t version) {
    auto const* form = std::ranges::find(kForms, version, &Form::version);
    return form == kForms.end() ? nullptr : form;
}

Form const& form_of_kind(StrkeyKind kind) {
    auto const* form = std::ranges::find(kForms, kind, &Form::kind);
    base::ensure(form != kForms.end());
    return *form;
}

/// CRC16-XMODEM: polynomial 0x1021, initial value 0, most significant bit first.
std::uint16_t crc16(base::ByteView bytes) {
    unsigned crc = 0;
    for (auto const byte : bytes) {
        crc ^= static_cast<unsigned>(byte) << 8;
        for (int bit = 0; bit < 8; ++bit)
            crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
    }
    return static_cast<std::uint16_t>(crc);
}

/// What is wrong with the inside of a signed payload, or nothing.
std::optional<std::string> fault_of_signed_payload(base::ByteView payload) {
    auto const field = payload.subspan(kKeyBytes, 4);
    std::size_t length = 0;
    for (auto const byte : field) length = length << 8 | byte;
    if (length == 0 || length > kMaxSignedPayload) return "a signed payload has 1 to 64 bytes";

    auto const padded = payload.subspan(kKeyBytes + 4);
    if (padded.size() != (length + 3) / 4 * 4)
        return "the length of the signed payload does not fit its field";
    auto const padding = padded.subspan(length);
    if (std::ranges::any_of(padding, [](auto byte) { return byte != 0; }))
        return "the padding of the signed payload must be zero";
    return std::nullopt;
}

/// What is wrong with a payload of this form, or nothing.
std::optional<std::string> fault_of_payload(Form const& form, base::ByteView payload) {
    if (payload.size() < form.payload_min || payload.size() > form.payload_max)
        return "the length does not fit the kind of key";
    if (form.kind == StrkeyKind::signed_payload) return fault_of_signed_payload(payload);
    if (form.kind == StrkeyKind::claimable_balance && payload.front() != 0)
        return "the type of the claimable balance must be 0";
    return std::nullopt;
}

base::Error invalid(std::string_view why) {
    return fail(Errc::invalid_request, "not a valid strkey: " + std::string(why));
}

}  // namespace

base::Result<Strkey> parse_strkey(std::string_view text) {
    if (text.size() > kMaxText) return invalid("it is too long");
    auto bytes = base::from_base32(text);
    if (!bytes) return invalid("letters A to Z and digits 2 to 7 in their canonical form expected");
    if (bytes->size() <= kVersionBytes + kChecksumBytes) return invalid("it is too short");

    auto const body = base::ByteView(*bytes).first(bytes->size() - kChecksumBytes);
    auto const checksum = base::ByteView(*bytes).last(kChecksumBytes);
    if (crc16(body) != (checksum[0] | checksum[1] << 8))
        return invalid("the checksum does not fit, so a character is wrong or missing");

    auto const* form = form_of_version(body.front());
    if (form == nullptr) return invalid("the first letters name no known kind of key");
    if (auto const fault = fault_of_payload(*form, body.subspan(kVersionBytes)))
        return invalid(*fault);

    // In place, so that a secret seed is in one piece of memory, which its reader can wipe.
    bytes->resize(body.size());
    bytes->erase(bytes->begin());
    return Strkey{.kind = form->kind, .payload = std::move(*bytes)};
}

std::string to_strkey(StrkeyKind kind, base::ByteView payload) {
    auto const& form = form_of_kind(kind);
    base::ensure(!fault_of_payload(form, payload));

    base::Bytes bytes{form.version};
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    auto const checksum = crc16(bytes);
    bytes.push_back(static_cast<std::uint8_t>(checksum & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(checksum >> 8));
    return base::to_base32(bytes);
}

}  // namespace farthing::stellar
