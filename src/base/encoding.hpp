#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

/// Text encodings of bytes. Each decoder accepts exactly one spelling of every byte string: the one
/// that its encoder writes. Anything else is refused, so that a text can serve as a key or be
/// compared.
namespace farthing::base {

/// Lower-case hex.
std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view text);

/// Decodes into an array of fixed size; refuses any other length.
template <std::size_t N>
Result<ByteArray<N>> array_from_hex(std::string_view text);

/// RFC 4648 section 4, padded.
std::string to_base64(ByteView bytes);
Result<Bytes> from_base64(std::string_view text);

/// RFC 4648 section 5, without padding.
std::string to_base64url(ByteView bytes);
Result<Bytes> from_base64url(std::string_view text);

/// As from_base64url, into memory of the caller: nothing is allocated.
///
/// `out` needs room for 3 bytes for each 4 characters begun. Returns the number of bytes, or
/// nothing when the text is not canonical or `out` is too small.
std::optional<std::size_t> base64url_into(std::string_view text, std::span<std::uint8_t> out);

/// RFC 4648 section 6, upper case, without padding (as strkeys use it).
std::string to_base32(ByteView bytes);
Result<Bytes> from_base32(std::string_view text);

/// True when `text` is well-formed UTF-8 (RFC 3629: shortest forms, no surrogates).
bool is_utf8(std::string_view text);

}  // namespace farthing::base
