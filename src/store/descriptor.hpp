#pragma once

#include <unistd.h>

namespace farthing::store {

/// A file descriptor that closes itself. Negative: there is none, as open() tells it.
class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }

    int get() const { return value_; }
    bool valid() const { return value_ >= 0; }

private:
    int value_;
};

}  // namespace farthing::store
