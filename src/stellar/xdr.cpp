#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kUnit = 4;

constexpr std::size_t padding_of(std::size_t size) {
    return (kUnit - size % kUnit) % kUnit;
}

}  // namespace

base::ByteView XdrReader::take(std::size_t size) {
    if (!ok()) return {};
    last_ = position_;
    if (bytes_.size() - position_ < size) {
        reject("the data is truncated");
        return {};
    }
    position_ += size;
    return bytes_.subspan(last_, size);
}

std::uint32_t XdrReader::u32() {
    std::uint32_t value = 0;
    for (auto const byte : take(sizeof value)) value = value << 8 | byte;
    return value;
}

std::uint64_t XdrReader::u64() {
    std::uint64_t value = 0;
    for (auto const byte : take(sizeof value)) value = value << 8 | byte;
    return value;
}

bool XdrReader::flag(std::string_view what) {
    auto const value = u32();
    if (value > 1)
        reject("the flag of " + std::string(what) + " must be 0 or 1, not " +
               std::to_string(value));
    return ok() && value == 1;
}

std::uint32_t XdrReader::count(std::size_t max, std::string_view what) {
    auto const value = u32();
    if (value > max)
        reject(std::to_string(value) + " is too many for " + std::string(what) + ", at most " +
               std::to_string(max) + " are allowed");
    return ok() ? value : 0;
}

std::uint32_t XdrReader::count_of_rest(std::string_view what) {
    auto const value = u32();
    if (value > (bytes_.size() - position_) / kUnit)
        reject("the data is too short for " + std::to_string(value) + " " + std::string(what));
    return ok() ? value : 0;
}

std::int32_t XdrReader::choice(std::int32_t last, std::string_view what) {
    auto const value = i32();
    if (value < 0 || value > last)
        reject("unknown " + std::string(what) + " " + std::to_string(value));
    return ok() ? value : 0;
}

base::ByteView XdrReader::take_opaque(std::size_t max, std::string_view what) {
    auto const data = take(count(max, what));
    for (auto const byte : take(padding_of(data.size())))
        if (byte != 0) reject("the padding of " + std::string(what) + " must be zero");
    return data;
}

base::Bytes XdrReader::opaque(std::size_t max, std::string_view what) {
    auto const data = take_opaque(max, what);
    return {data.begin(), data.end()};
}

void XdrReader::skip_opaque(std::size_t max, std::string_view what) {
    (void)take_opaque(max, what);
}

void XdrReader::skip(std::size_t size) {
    base::ensure(size % kUnit == 0);
    (void)take(size);
}

void XdrReader::reject(std::string_view why) {
    if (ok()) fault_ = std::string(why) + " (at byte " + std::to_string(last_) + ")";
}

base::Result<void> XdrReader::status() const {
    if (!ok()) return base::fail(base::Errc::invalid_request, "invalid XDR: " + fault_);
    return {};
}

base::Result<void> XdrReader::finish() {
    if (ok() && position_ != bytes_.size()) {
        last_ = position_;
        reject(std::to_string(bytes_.size() - position_) + " bytes are left over");
    }
    return status();
}

void XdrWriter::u32(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
}

void XdrWriter::u64(std::uint64_t value) {
    u32(static_cast<std::uint32_t>(value >> 32));
    u32(static_cast<std::uint32_t>(value));
}

void XdrWriter::opaque(base::ByteView value) {
    count(value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    bytes_.insert(bytes_.end(), padding_of(value.size()), std::uint8_t{0});
}

void XdrWriter::raw(base::ByteView value) {
    base::ensure(value.size() % kUnit == 0);
    bytes_.insert(bytes_.end(), value.begin(), value.end());
}

}  // namespace farthing::stellar
