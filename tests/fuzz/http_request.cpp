// Requests from anybody: however the bytes are cut, they are the same request, and a header that is
// accepted holds nothing that another program could read in another way.

#include <algorithm>
#include <vector>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "http/characters.hpp"
#include "http/chunked.hpp"
#include "net/request_head.hpp"

using namespace farthing;

namespace {

using Scan = net::HeadScanner::Status;
using Chunks = http::ChunkedDecoder::Status;

/// Small enough for an input to pass it.
constexpr std::uint64_t kBodyLimit = 100;

/// Where the text is cut, the end being the last place. `seed` decides.
std::vector<std::size_t> cuts(std::size_t size, std::uint8_t seed) {
    std::vector<std::size_t> ends;
    std::size_t end = 0;
    for (unsigned state = seed; end < size; state = state * 73 + 41) {
        end = std::min(size, end + 1 + state % 19);
        ends.push_back(end);
    }
    return ends;
}

struct Head {
    Scan status = Scan::more;
    std::size_t size = 0;
    bool operator==(Head const&) const = default;
};

Head scan(std::string_view text, std::vector<std::size_t> const& ends) {
    net::HeadScanner scanner;
    Head head;
    for (auto const end : ends) {
        head.status = scanner.scan(text.substr(0, end));
        if (head.status != Scan::more) break;
    }
    if (head.status == Scan::complete) head.size = scanner.size();
    base::ensure(head.status != Scan::refused || scanner.refusal().status >= 400);
    return head;
}

struct Body {
    Chunks status = Chunks::more;
    std::string content = {};
    std::size_t taken = 0;
    bool operator==(Body const&) const = default;
};

Body decode(std::string_view text, std::vector<std::size_t> const& ends) {
    http::ChunkedDecoder decoder(kBodyLimit);
    Body body;
    for (auto const end : ends) {
        auto piece = text.substr(body.taken, end - body.taken);
        auto const size = piece.size();
        body.status = decoder.decode(piece, body.content);
        body.taken += size - piece.size();
        if (body.status != Chunks::more) break;
    }
    return body;
}

/// The field's lines in the header, by another way than the parser's.
std::size_t count_lines(std::string_view head, std::string_view name) {
    std::size_t count = 0;
    for (auto end = head.find("\r\n"); end != head.npos; end = head.find("\r\n")) {
        auto const line = head.substr(0, end);
        if (http::equal_ignoring_case(line.substr(0, line.find(':')), name)) ++count;
        head.remove_prefix(end + 2);
    }
    return count;
}

bool lies_in(std::string_view part, std::string_view whole) {
    return part.empty() || part == "/" ||
           (part.data() >= whole.data() && part.end() <= whole.end());
}

void check_fields(std::string_view head, http::Request const& request) {
    for (auto const& [name, value] : request.fields) {
        base::ensure(http::is_token(name) && http::is_field_value(value));
        base::ensure(lies_in(name, head) && lies_in(value, head));
    }
    for (auto const* name : {"Host", "Content-Length", "Transfer-Encoding", "Authorization"})
        base::ensure(request.count(name) == count_lines(head, name));
}

void check_line_ends(std::string_view head) {
    for (std::size_t i = 0; i < head.size(); ++i) {
        base::ensure(head[i] != '\n' || (i > 0 && head[i - 1] == '\r'));
        base::ensure(head[i] != '\r' || (i + 1 < head.size() && head[i + 1] == '\n'));
    }
}

void check_target(std::string_view head, http::Request const& request) {
    auto const visible = [](char c) { return c > 0x20 && c < 0x7f; };
    base::ensure(std::all_of(request.target.begin(), request.target.end(), visible));
    base::ensure(request.target.size() <= base::limits::kTargetBytes);
    base::ensure(request.target.find('#') == request.target.npos);
    base::ensure(lies_in(request.path, head) && lies_in(request.query, head));
    base::ensure(request.path.find('?') == request.path.npos);
}

void check(std::string_view head) {
    http::Request request;
    net::Framing framing;
    if (auto const refusal = net::parse_head(head, request, framing)) {
        base::ensure(refusal->status >= 400 && !refusal->message.empty());
        return;
    }
    check_line_ends(head);
    check_fields(head, request);
    if (framing.foreign_method.empty()) check_target(head, request);
    base::ensure(request.count("Host") == 1 ||
                 (request.count("Host") == 0 && !framing.takes_chunks));
    base::ensure(request.count("Content-Length") <= 1);
    base::ensure(framing.chunked == (request.count("Transfer-Encoding") == 1));
    base::ensure(!framing.chunked || request.count("Content-Length") == 0);
    base::ensure(framing.takes_chunks || !(framing.chunked || framing.keep_alive));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2 || size > 20'000) return 0;
    auto const text = base::as_text({data + 1, size - 1});
    auto const whole = scan(text, {text.size()});
    base::ensure(scan(text, cuts(text.size(), data[0])) == whole);
    auto const body = text.substr(whole.size);
    base::ensure(decode(body, cuts(body.size(), data[0])) == decode(body, {body.size()}));
    base::ensure(decode(body, {body.size()}).content.size() <= kBodyLimit);
    if (whole.status == Scan::complete) check(text.substr(0, whole.size));
    return 0;
}
