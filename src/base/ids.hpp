#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace farthing::base {

/// A ULID: 48 bits of milliseconds and 80 random bits, written as 26 characters of Crockford's
/// base32.
///
/// Time-ordered, so that new rows land at the end of an index. `Tag` keeps the ids of different
/// things apart.
template <class Tag>
class Ulid {
public:
    static Ulid make(Clock const& clock, Random& random);
    /// Accepts the canonical upper-case spelling only.
    static Result<Ulid> parse(std::string_view text);

    std::string const& text() const { return text_; }
    auto operator<=>(Ulid const&) const = default;

private:
    explicit Ulid(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

/// 24 hex characters, the form that SatoshiPay's registry gave its ids: 4 bytes of seconds and 8
/// random bytes.
template <class Tag>
class HexId {
public:
    static HexId make(Clock const& clock, Random& random);
    /// A new id that sorts after `newest` (if there is one), also within one second and when the
    /// clock was set back.
    static HexId make_after(std::optional<HexId> const& newest, Clock const& clock, Random& random);
    static Result<HexId> parse(std::string_view text);

    std::string const& text() const { return text_; }
    auto operator<=>(HexId const&) const = default;

private:
    explicit HexId(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

/// The text of a new ULID, and whether a text is one.
std::string make_ulid_text(Timestamp now, ByteArray<10> const& random);
bool is_ulid_text(std::string_view text);
std::string make_hex_id_text(Timestamp now, ByteArray<8> const& random);
/// As above if that is more than `newest`, else at most 2^32 more than `newest`, by chance.
std::string make_hex_id_text_after(std::string_view newest, Timestamp now,
                                   ByteArray<8> const& random);
bool is_hex_id_text(std::string_view text);

template <class Tag>
Ulid<Tag> Ulid<Tag>::make(Clock const& clock, Random& random) {
    return Ulid(make_ulid_text(clock.now(), random.bytes<10>()));
}

template <class Tag>
Result<Ulid<Tag>> Ulid<Tag>::parse(std::string_view text) {
    if (!is_ulid_text(text)) return fail(Errc::invalid_request, "an id of 26 letters and digits");
    return Ulid(std::string(text));
}

template <class Tag>
HexId<Tag> HexId<Tag>::make(Clock const& clock, Random& random) {
    return HexId(make_hex_id_text(clock.now(), random.bytes<8>()));
}

template <class Tag>
HexId<Tag> HexId<Tag>::make_after(std::optional<HexId> const& newest, Clock const& clock,
                                  Random& random) {
    if (!newest) return make(clock, random);
    return HexId(make_hex_id_text_after(newest->text(), clock.now(), random.bytes<8>()));
}

template <class Tag>
Result<HexId<Tag>> HexId<Tag>::parse(std::string_view text) {
    if (!is_hex_id_text(text))
        return fail(Errc::invalid_request, "an id of 24 lower-case hex characters");
    return HexId(std::string(text));
}

}  // namespace farthing::base
