#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace farthing::net {

/// The bytes that were received and not yet used, in one piece.
///
/// Views of readable() stay valid until writable() is called; those of a detached part as long as
/// that part.
class Input {
public:
    std::string_view readable() const { return {data_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    void consume(std::size_t size) { begin_ += size; }

    /// Room for at least kLeastRoom more bytes. An empty buffer shrinks back to its first size.
    std::span<char> writable();
    void commit(std::size_t size) { end_ += size; }

    /// Splits off the first `size` readable bytes with the memory that they are in, so that views
    /// of them stay valid. What follows stays here, in memory of its own.
    Input detach(std::size_t size);

private:
    static constexpr std::size_t kFirstRoom = 4096;
    static constexpr std::size_t kLeastRoom = 1024;
    void move_to(std::size_t capacity);

    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace farthing::net
