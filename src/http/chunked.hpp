#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace farthing::http {

/// Decodes one body with Transfer-Encoding: chunked (RFC 9112 section 7.1), in pieces cut anywhere.
///
/// Stricter than the standard: chunk extensions and trailers are refused. No client needs them, and
/// programs in front that read them in another way have let requests be smuggled.
class ChunkedDecoder {
public:
    enum class Status { more, done, broken, too_large };

    explicit ChunkedDecoder(std::uint64_t body_limit) : left_(body_limit) {}

    /// Takes what it can off the front of `raw` and appends the content to `body`. After `done`,
    /// what is left of `raw` belongs to the next message; after `broken` and `too_large` the
    /// decoder is of no more use.
    Status decode(std::string_view& raw, std::string& body);

private:
    enum class State { size, size_end, data, data_cr, data_end, last_cr, last_end };
    Status take_line_byte(char c);
    Status take_size_digit(char c);

    State state_ = State::size;
    std::uint64_t chunk_ = 0;  ///< While the size is read, the size; then what is left of the data.
    int digits_ = 0;
    std::uint64_t left_;
};

}  // namespace farthing::http
