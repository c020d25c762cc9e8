#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/request.hpp"

/// Reading the header of a request, without sockets.
namespace farthing::net {

/// Why a request is not served. The connection is closed after the answer.
struct Refusal {
    int status = 400;
    std::string_view message;
};

/// Looks for the end of a header in text that arrives in pieces.
///
/// Stricter than RFC 9112 asks: a line feed without carriage return and a folded line are refused,
/// since programs in front of this one may see another request in them.
class HeadScanner {
public:
    enum class Status { more, complete, refused };

    /// `text` is everything received of this request so far.
    Status scan(std::string_view text);
    /// After `complete`: the size of the header with its empty line.
    std::size_t size() const { return line_; }
    /// After `refused`.
    Refusal const& refusal() const { return refusal_; }
    void reset() { *this = HeadScanner(); }

private:
    Status refuse(int status, std::string_view message);
    Status check_size(std::size_t size);
    Status take_line(std::string_view text, std::size_t end);

    std::size_t scanned_ = 0;
    std::size_t line_ = 0;  ///< Where the current line begins.
    std::size_t lines_ = 0;
    Refusal refusal_;
};

/// What a header says about the message and the connection.
struct Framing {
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool keep_alive = false;
    bool takes_chunks = false;  ///< The peer reads chunked answers: HTTP/1.1.
    bool expects_continue = false;
    bool upgrades = false;  ///< Wants to leave HTTP.
    /// Null, or the method when no route takes it; then the request's own method has no meaning.
    std::string_view foreign_method = {};
};

/// Reads a complete header, as found by HeadScanner, into `request`, whose texts become views of
/// `head`.
///
/// Refuses everything that two readers could understand in two ways: missing or repeated Host,
/// Content-Length that is repeated, a list or beside Transfer-Encoding, any coding but `chunked`,
/// control characters, fragments.
std::optional<Refusal> parse_head(std::string_view head, http::Request& request, Framing& framing);

}  // namespace farthing::net
