#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace farthing::base {

/// A text that must not show up in logs, errors or core dumps: it has no stream operator, says what
/// it is only through reveal(), and wipes its memory when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view text) : text_(text) {}
    Secret(Secret const&) = default;
    Secret(Secret&& other) noexcept {
        text_.swap(other.text_);
        other.wipe();
    }
    Secret& operator=(Secret other) noexcept {
        text_.swap(other.text_);
        return *this;
    }
    ~Secret() { wipe(); }

    std::string_view reveal() const { return text_; }
    ByteView reveal_bytes() const { return as_bytes(text_); }
    bool empty() const { return text_.empty(); }

    /// In constant time.
    bool operator==(Secret const& other) const {
        return equal_in_constant_time(reveal_bytes(), other.reveal_bytes());
    }

private:
    void wipe();

    std::string text_;
};

}  // namespace farthing::base
