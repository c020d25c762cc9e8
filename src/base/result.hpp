#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/ensure.hpp"

namespace farthing::base {

/// What kind of thing went wrong. `http/errors` maps each to a status.
enum class Errc {
    invalid_request,
    unauthorized,
    payment_required,
    forbidden,
    not_found,
    method_not_allowed,
    conflict,
    precondition_failed,
    too_large,
    unsupported_media_type,
    too_many_requests,
    internal,
    unavailable,
    timed_out,
};

/// The reason why there is no value.
///
/// `message` is one plain sentence that names the cause and, where there is one, the fix. It may be
/// shown to the caller, so it never holds a secret.
struct Error {
    Errc code;
    std::string message = {};
    bool operator==(Error const&) const = default;
};

inline Error fail(Errc code, std::string message = {}) {
    return {code, std::move(message)};
}

/// A value, or the reason there is none.
///
/// Ignoring one does not compile; reading the side that is not there stops the process. Member
/// names follow std::expected, which can replace this class once all our compilers have it.
template <class T>
class [[nodiscard]] Result {
public:
    // Implicit by design: `return value;` and `return fail(...);` both read well.
    // NOLINTBEGIN(google-explicit-constructor)
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
    // NOLINTEND(google-explicit-constructor)

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& operator*() & { return *checked<0>(state_); }
    T const& operator*() const& { return *checked<0>(state_); }
    T&& operator*() && { return std::move(*checked<0>(state_)); }
    T* operator->() { return checked<0>(state_); }
    T const* operator->() const { return checked<0>(state_); }
    Error const& error() const { return *checked<1>(state_); }

private:
    template <std::size_t kSide, class State>
    static auto* checked(State& state) {
        auto* side = std::get_if<kSide>(&state);
        ensure(side != nullptr);
        return side;
    }

    std::variant<T, Error> state_;
};

/// Success, or the reason there is none.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Error error) : error_(std::in_place_index<1>, std::move(error)) {}

    bool has_value() const { return error_.index() == 0; }
    explicit operator bool() const { return has_value(); }
    Error const& error() const {
        auto const* error = std::get_if<1>(&error_);
        ensure(error != nullptr);
        return *error;
    }

private:
    std::variant<std::monostate, Error> error_;
};

}  // namespace farthing::base
