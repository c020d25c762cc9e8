#include "net/output.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace farthing::net {
namespace {

/// Up to this size copying is cheaper than a second piece in the same call.
constexpr std::size_t kCopiedBytes = 4096;
/// Up to this size reading a file is cheaper than sendfile.
constexpr std::uint64_t kReadBytes = 16 * 1024;
/// What one connection may send before others get their turn.
constexpr std::uint64_t kTurnBytes = 2 * 1024 * 1024;

/// False when the file ends early.
bool read_file(http::FileSlice const& slice, char* out) {
    auto left = static_cast<std::size_t>(slice.length);
    auto offset = static_cast<off_t>(slice.offset);
    while (left > 0) {
        auto const size = ::pread(slice.file->descriptor(), out, left, offset);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        left -= static_cast<std::size_t>(size);
        out += size;
        offset += size;
    }
    return true;
}

}  // namespace

bool Output::append_body(http::Response& response) {
    if (auto const* slice = std::get_if<http::FileSlice>(&response.body())) {
        if (slice->length > kReadBytes) {
            file_ = *slice;
            return true;
        }
        auto const size = text_.size();
        text_.resize(size + static_cast<std::size_t>(slice->length));
        return read_file(*slice, text_.data() + size);
    }
    if (std::holds_alternative<http::FileParts>(response.body())) {
        parts_ = std::get<http::FileParts>(response.take_body());
        take_part();
        return true;
    }
    auto const content = response.body_text();
    if (content.size() <= kCopiedBytes) {
        text_ += content;
        return true;
    }
    tail_ = content;
    if (std::holds_alternative<std::string>(response.body())) {
        own_tail_ = std::get<std::string>(response.take_body());
        tail_ = own_tail_;
    } else if (auto const* shared = std::get_if<http::SharedText>(&response.body())) {
        tail_owner_ = shared->owner;
    }
    return true;
}

/// Makes the next part of the body the tail. False when there is none.
bool Output::take_part() {
    if (parts_.parts.empty()) return false;
    if (next_part_ < parts_.parts.size()) {
        auto& part = parts_.parts[next_part_++];
        own_tail_ = std::move(part.head);
        file_ = std::move(part.slice);
    } else {
        own_tail_ = std::exchange(parts_.end, {});
        file_ = {};
    }
    tail_ = own_tail_;
    return !tail_.empty();
}

void Output::took(std::size_t size) {
    sent_ += size;
    auto const of_text = std::min(size, text_.size() - text_sent_);
    text_sent_ += of_text;
    tail_.remove_prefix(size - of_text);
}

long Output::send_text(int socket) {
    // A file follows: its first bytes shall share a packet with the header.
    int const flags = MSG_NOSIGNAL | (file_.file != nullptr ? MSG_MORE : 0);
    if (tail_.empty())
        return ::send(socket, text_.data() + text_sent_, text_.size() - text_sent_, flags);
    std::array<iovec, 2> pieces{
        iovec{.iov_base = text_.data() + text_sent_, .iov_len = text_.size() - text_sent_},
        // sendmsg only reads.
        iovec{.iov_base = const_cast<char*>(tail_.data()), .iov_len = tail_.size()}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return ::sendmsg(socket, &message, flags);
}

long Output::send_file(int socket) {
    auto offset = static_cast<off_t>(file_.offset);
    auto const size = static_cast<std::size_t>(std::min(file_.length, kTurnBytes));
    auto const sent = ::sendfile(socket, file_.file->descriptor(), &offset, size);
    if (sent == 0) errno = EIO;  // The file was cut: what was promised cannot be sent.
    if (sent <= 0) return -1;
    file_.offset += static_cast<std::uint64_t>(sent);
    file_.length -= static_cast<std::uint64_t>(sent);
    return sent;
}

Output::Progress Output::flush(int socket) {
    auto const stop = sent_ + kTurnBytes;
    while (text_sent_ < text_.size() || !tail_.empty() || file_.length > 0 || take_part()) {
        if (sent_ >= stop) return Progress::yielded;
        bool const texts = text_sent_ < text_.size() || !tail_.empty();
        auto const sent = texts ? send_text(socket) : send_file(socket);
        if (sent < 0) {
            if (errno == EINTR) continue;
            return errno == EAGAIN || errno == EWOULDBLOCK ? Progress::blocked : Progress::failed;
        }
        if (texts)
            took(static_cast<std::size_t>(sent));
        else
            sent_ += static_cast<std::uint64_t>(sent);
    }
    clear();
    return Progress::done;
}

void Output::clear() {
    text_.clear();
    text_sent_ = 0;
    tail_ = {};
    tail_owner_.reset();
    if (!own_tail_.empty()) own_tail_ = std::string();
    file_ = {};
    if (!parts_.parts.empty()) parts_ = {};
    next_part_ = 0;
}

void Output::borrow_text(std::string& spare) {
    if (text_.empty() && spare.capacity() > text_.capacity()) text_.swap(spare);
}

void Output::return_text(std::string& spare) {
    if (text_.empty() && text_.capacity() > spare.capacity()) text_.swap(spare);
}

}  // namespace farthing::net
