#include "net/request_head.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>

#include "base/ascii.hpp"
#include "base/limits.hpp"
#include "base/numbers.hpp"
#include "http/url.hpp"

namespace farthing::net {
namespace {

namespace beast = boost::beast;
namespace limits = base::limits;

constexpr Refusal kMalformed{400, "The request is malformed"};
constexpr Refusal kTargetTooLong{414, "The request target is too long"};
constexpr Refusal kTooManyFields{431, "The request has too many header fields"};

/// Room for method and version around the longest target.
constexpr std::size_t kRequestLineBytes = limits::kTargetBytes + 64;

constexpr bool is_host_character(char c) {
    return base::is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
}

/// Eight bytes at a time: targets with a receipt are long.
bool holds_non_ascii(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    std::uint64_t bits = 0;
    std::size_t i = 0;
    for (; i + sizeof bits <= text.size(); i += sizeof bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, sizeof word);
        bits |= word;
    }
    for (; i < text.size(); ++i) bits |= static_cast<unsigned char>(text[i]);
    return (bits & kHighBits) != 0;
}

/// Takes over what Beast's parser finds, checking what it leaves to its caller.
class HeadParser final : public beast::http::basic_parser<true> {
public:
    HeadParser(http::Request& request, Framing& framing) : request_(request), framing_(framing) {
        header_limit(limits::kHeaderBytes);
        body_limit(boost::none);
    }

    std::optional<Refusal> parse(std::string_view head) {
        beast::error_code error;
        auto const size = put(boost::asio::buffer(head.data(), head.size()), error);
        if (refusal_) return refusal_;
        if (error || !is_header_done() || size != head.size()) return kMalformed;
        return check_message();
    }

private:
    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                         int version, beast::error_code& error) override {
        http_1_1_ = version == 11;
        take_method(method);
        if (target.size() > limits::kTargetBytes)
            refuse(kTargetTooLong, error);
        else if (!take_target(target))
            refuse(kMalformed, error);
    }

    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                       beast::error_code& error) override {
        if (!request_.fields.push(http::Field{name, value})) return refuse(kTooManyFields, error);
        // Only these fields concern the server itself.
        if (field == beast::http::field::host) ++hosts_;
        if (field == beast::http::field::host && !is_host(value)) refuse(kMalformed, error);
        if (field == beast::http::field::content_length) take_content_length(value, error);
        if (field == beast::http::field::transfer_encoding) take_transfer_encoding(value, error);
        if (field == beast::http::field::expect) take_expectation(value, error);
    }

    void on_header_impl(beast::error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, beast::error_code&) override {
        return 0;
    }
    void on_finish_impl(beast::error_code&) override {}
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

    void refuse(Refusal refusal, beast::error_code& error) {
        refusal_ = refusal;
        error = beast::http::error::bad_value;
    }

    void take_method(std::string_view text) {
        auto const method = http::parse_method(text);
        request_.method = method.value_or(http::Method::get);
        if (!method) framing_.foreign_method = text;
    }

    bool take_target(std::string_view target) {
        // Beast has refused spaces and control characters.
        if (holds_non_ascii(target) || target.find('#') != target.npos) return false;
        if (!target.starts_with('/') && !make_relative(target)) return false;
        request_.target = target;
        auto const path_end = std::min(target.find('?'), target.size());
        request_.path = path_end == 0 ? "/" : target.substr(0, path_end);
        request_.query = target.substr(std::min(path_end + 1, target.size()));
        return true;
    }

    /// Takes scheme and authority off an absolute target. Leaves `*` and CONNECT's `host:port` as
    /// they are.
    bool make_relative(std::string_view& target) {
        if (target == "*") return request_.method == http::Method::options;
        if (framing_.foreign_method == "CONNECT") return true;
        if (!http::parse_url(target)) return false;
        auto const authority = target.find("://") + 3;
        target.remove_prefix(std::min(target.find_first_of("/?", authority), target.size()));
        return true;
    }

    static bool is_host(std::string_view value) {
        // A name or IPv4 address, with or without a port, is what nearly every request has.
        auto const* const end = std::find_if_not(value.begin(), value.end(), is_host_character);
        auto const name = value.substr(0, static_cast<std::size_t>(end - value.begin()));
        auto const port = value.substr(name.size());
        if (!name.empty() && port.empty()) return true;
        if (value.find_first_of("/?#") != value.npos) return false;
        if (!name.empty() && port.starts_with(':'))
            return base::parse_int<std::uint16_t>(port.substr(1)).has_value();
        return http::parse_url("http://" + std::string(value)).has_value();
    }

    void take_content_length(std::string_view value, beast::error_code& error) {
        auto const length = base::parse_int<std::uint64_t>(value, base::LeadingZeros::allowed);
        if (!length || ++lengths_ > 1) return refuse(kMalformed, error);
        framing_.content_length = *length;
    }

    void take_transfer_encoding(std::string_view value, beast::error_code& error) {
        bool const chunked = http::equal_ignoring_case(value, "chunked");
        if (!chunked || framing_.chunked || !http_1_1_) return refuse(kMalformed, error);
        framing_.chunked = true;
    }

    void take_expectation(std::string_view value, beast::error_code& error) {
        if (!http::equal_ignoring_case(value, "100-continue"))
            return refuse({417, "The only expectation is 100-continue"}, error);
        framing_.expects_continue = http_1_1_;
    }

    std::optional<Refusal> check_message() {
        if (hosts_ > 1 || (http_1_1_ && hosts_ == 0))
            return Refusal{400, "The request needs exactly one Host"};
        if (framing_.chunked && lengths_ > 0) return kMalformed;
        framing_.keep_alive = http_1_1_ && keep_alive();
        framing_.takes_chunks = http_1_1_;
        framing_.upgrades = upgrade();
        return std::nullopt;
    }

    http::Request& request_;
    Framing& framing_;
    std::optional<Refusal> refusal_;
    int hosts_ = 0;
    int lengths_ = 0;
    bool http_1_1_ = false;
};

}  // namespace

HeadScanner::Status HeadScanner::refuse(int status, std::string_view message) {
    refusal_ = {status, message};
    return Status::refused;
}

HeadScanner::Status HeadScanner::check_size(std::size_t size) {
    if (lines_ == 0 && size > kRequestLineBytes)
        return refuse(kTargetTooLong.status, kTargetTooLong.message);
    if (size > limits::kHeaderBytes) return refuse(431, "The request header is too large");
    return Status::more;
}

/// Judges the line that ends with the line feed at `end`.
HeadScanner::Status HeadScanner::take_line(std::string_view text, std::size_t end) {
    if (end == line_ || text[end - 1] != '\r') return refuse(400, "A line does not end in CR LF");
    if (check_size(end + 1) == Status::refused) return Status::refused;
    bool const first = lines_++ == 0;
    bool const empty = end == line_ + 1;
    bool const folded = text[line_] == ' ' || text[line_] == '\t';
    line_ = end + 1;
    if (first) return empty ? refuse(400, kMalformed.message) : Status::more;
    if (empty) return Status::complete;
    if (folded) return refuse(400, "A header field is folded");
    if (lines_ > limits::kHeaderFields + 1)
        return refuse(kTooManyFields.status, kTooManyFields.message);
    return Status::more;
}

HeadScanner::Status HeadScanner::scan(std::string_view text) {
    while (scanned_ < text.size()) {
        auto const end = text.find('\n', scanned_);
        if (end == text.npos) break;
        scanned_ = end + 1;
        auto const status = take_line(text, end);
        if (status != Status::more) return status;
    }
    scanned_ = text.size();
    return check_size(text.size());
}

std::optional<Refusal> parse_head(std::string_view head, http::Request& request, Framing& framing) {
    request.fields.clear();
    framing = {};
    return HeadParser(request, framing).parse(head);
}

}  // namespace farthing::net
