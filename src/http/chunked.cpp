#include "http/chunked.hpp"

#include <algorithm>

#include "http/characters.hpp"

namespace farthing::http {
namespace {

constexpr int kSizeDigits = 8;

}  // namespace

ChunkedDecoder::Status ChunkedDecoder::take_size_digit(char c) {
    if (c == '\r' && digits_ > 0) {
        state_ = State::size_end;
        return chunk_ > left_ ? Status::too_large : Status::more;
    }
    auto const value = hex_value(c);
    if (value < 0 || ++digits_ > kSizeDigits) return Status::broken;
    chunk_ = chunk_ * 16 + static_cast<std::uint64_t>(value);
    return Status::more;
}

ChunkedDecoder::Status ChunkedDecoder::take_line_byte(char c) {
    auto const expect = [this, c](char expected, State next) {
        state_ = next;
        return c == expected ? Status::more : Status::broken;
    };
    switch (state_) {
        case State::size:
            return take_size_digit(c);
        case State::size_end:
            return expect('\n', chunk_ == 0 ? State::last_cr : State::data);
        case State::data_cr:
            return expect('\r', State::data_end);
        case State::data_end:
            digits_ = 0;
            return expect('\n', State::size);
        case State::last_cr:
            return expect('\r', State::last_end);
        case State::last_end:
            return c == '\n' ? Status::done : Status::broken;
        case State::data:
            break;
    }
    return Status::broken;
}

ChunkedDecoder::Status ChunkedDecoder::decode(std::string_view& raw, std::string& body) {
    while (!raw.empty()) {
        if (state_ == State::data) {
            auto const size = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_, raw.size()));
            body.append(raw.substr(0, size));
            raw.remove_prefix(size);
            chunk_ -= size;
            left_ -= size;
            if (chunk_ == 0) state_ = State::data_cr;
            continue;
        }
        auto const status = take_line_byte(raw.front());
        raw.remove_prefix(1);
        if (status != Status::more) return status;
    }
    return Status::more;
}

}  // namespace farthing::http
