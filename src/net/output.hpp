#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/response.hpp"

namespace farthing::net {

/// What is still to be sent on one connection: text, and after it at most one body that is not
/// copied into it. A body of several parts is sent as one tail after the other.
class Output {
public:
    enum class Progress {
        done,
        blocked,  ///< The kernel takes no more for now.
        yielded,  ///< There is more to send, but other connections want their turn.
        failed,   ///< The peer is gone, or a file is shorter than it was.
    };

    /// Header text and small bodies. Appending is allowed while there is no tail.
    std::string& text() { return text_; }
    /// Appends the body of a response: copied when it is small, else moved out and kept as the
    /// tail. False when a file cannot be read as promised.
    bool append_body(http::Response& response);

    bool has_tail() const { return !tail_.empty() || file_.file != nullptr; }
    bool empty() const { return text_.size() == text_sent_ && !has_tail(); }

    /// Sends what the kernel takes at once, the header together with the body.
    Progress flush(int socket);
    /// Bytes handed to the kernel since the connection began.
    std::uint64_t sent() const { return sent_; }
    /// The same with the text that waits.
    std::uint64_t queued() const { return sent_ + text_.size() - text_sent_; }

    /// A thread's connections write into the memory of one string, one after the other: it stays in
    /// the cache, and idle connections hold none.
    void borrow_text(std::string& spare);
    void return_text(std::string& spare);

private:
    long send_text(int socket);
    long send_file(int socket);
    void took(std::size_t size);
    bool take_part();
    void clear();

    std::string text_;
    std::size_t text_sent_ = 0;
    std::string own_tail_;
    std::shared_ptr<std::string const> tail_owner_;
    std::string_view tail_;
    http::FileSlice file_;
    http::FileParts parts_;  ///< What comes after the tail, from `next_part_` on.
    std::size_t next_part_ = 0;
    std::uint64_t sent_ = 0;
};

}  // namespace farthing::net
