#pragma once

#include <string>
#include <string_view>

namespace farthing::delivery {

constexpr std::string_view kUnknownType = "application/octet-stream";

/// The media type that a file's name stands for by its ending, in any case: every type that
/// SatoshiPay's documents list and those that today's files need. kUnknownType for all others. Text
/// has `; charset=utf-8`.
std::string_view content_type_of(std::string_view file_name);

/// True for a text that can stand in Content-Type and has a slash.
bool is_media_type(std::string_view text);

/// A media type as it is sent: text that does not say how it is written is said to be UTF-8, as
/// PHP does, or browsers would guess.
std::string with_charset(std::string_view content_type);

/// True for what browsers run as a script of a page (WHATWG MIME Sniffing section 4.6), also with
/// parameters.
bool is_script(std::string_view content_type);

/// True for what a browser shows in its window by itself; the rest is saved.
bool is_shown(std::string_view content_type);

/// A Content-Disposition (RFC 6266): `attachment`, or `inline`, with the name to save under in the
/// form that every client reads and, when that cannot hold it, in UTF-8 as well (RFC 8187). A path
/// in the name is cut off; control characters are dropped.
std::string content_disposition(bool attachment, std::string_view file_name);

}  // namespace farthing::delivery
