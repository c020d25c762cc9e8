#include "net/input.hpp"

#include <algorithm>
#include <utility>

namespace farthing::net {

void Input::move_to(std::size_t capacity) {
    // Not make_unique: it would fill the memory with zeros.
    std::unique_ptr<char[]> data(new char[capacity]);
    auto const text = readable();
    std::copy(text.begin(), text.end(), data.get());
    data_ = std::move(data);
    capacity_ = capacity;
    begin_ = 0;
    end_ = text.size();
}

std::span<char> Input::writable() {
    if (empty()) {
        begin_ = end_ = 0;
        if (capacity_ != kFirstRoom) move_to(kFirstRoom);
    } else if (capacity_ - end_ < kLeastRoom) {
        auto const size = end_ - begin_;
        // Moving a little to the front is cheaper than another allocation; moving much again and
        // again is not.
        bool const roomy = size <= capacity_ / 2 && capacity_ - size >= kLeastRoom;
        if (roomy) {
            std::copy(data_.get() + begin_, data_.get() + end_, data_.get());
            begin_ = 0;
            end_ = size;
        } else {
            move_to(capacity_ * 2);
        }
    }
    return {data_.get() + end_, capacity_ - end_};
}

Input Input::detach(std::size_t size) {
    auto const rest = readable().substr(size);
    Input remaining;
    if (!rest.empty()) {
        remaining.move_to(std::max(kFirstRoom, rest.size()));
        std::copy(rest.begin(), rest.end(), remaining.data_.get());
        remaining.end_ = rest.size();
    }
    end_ = begin_ + size;
    return std::exchange(*this, std::move(remaining));
}

}  // namespace farthing::net
