// Range fields from anybody, against a file whose size the input begins with: the parts lie inside
// the file, apart from each other, and are what a slow reading of the field asks for.

#include "http/ranges.hpp"

#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ensure.hpp"

using namespace farthing;

namespace {

using http::Ranges;

constexpr std::size_t kSizeBytes = 8;
/// Up to here every byte of the file is looked at.
constexpr std::uint64_t kSmallFile = 300;

std::uint64_t size_in(base::ByteView bytes) {
    std::uint64_t size = 0;
    for (auto const byte : bytes) size = size << 8 | byte;
    return size;
}

void check_parts(Ranges const& ranges, std::uint64_t size) {
    base::ensure((ranges.list.size() > 0) == (ranges.kind == Ranges::Kind::partial));
    std::uint64_t end = 0;
    for (auto const& part : ranges.list) {
        bool const is_first = &part == ranges.list.begin();
        base::ensure(part.length > 0 && (is_first || part.first > end));
        base::ensure(part.first < size && part.length <= size - part.first);
        end = part.first + part.length;
    }
}

/// A position in a small file; what is larger is beyond its end.
std::uint64_t position(std::string const& digits) {
    auto const first = std::min(digits.find_first_not_of('0'), digits.size());
    return digits.size() - first > 9 ? 999'999'999 : std::stoull("0" + digits.substr(first));
}

/// The bytes that one element asks for. Nothing when it is malformed.
std::optional<std::vector<bool>> bytes_of(std::string const& element, std::uint64_t size) {
    static std::regex const form(R"([ \t]*(\d*)-(\d*)[ \t]*)");
    std::smatch match;
    if (!std::regex_match(element, match, form)) return std::nullopt;
    auto const from = match[1].str();
    auto const to = match[2].str();
    if (from.empty() && to.empty()) return std::nullopt;
    std::vector<bool> asked(size);
    for (std::uint64_t i = 0; i < size; ++i)
        asked[i] = from.empty() ? size - i <= position(to)
                                : i >= position(from) && (to.empty() || i <= position(to));
    return asked;
}

/// Everything that the field asks for. Nothing when it asks for no part.
std::optional<std::vector<bool>> reference(std::string_view list, std::uint64_t size) {
    std::vector<bool> all(size);
    while (!list.empty()) {
        std::string const element(list.substr(0, list.find(',')));
        list.remove_prefix(std::min(element.size() + 1, list.size()));
        if (element.find_first_not_of(" \t") == element.npos) continue;
        auto const asked = bytes_of(element, size);
        if (!asked) return std::nullopt;
        for (std::uint64_t i = 0; i < size; ++i) all[i] = all[i] || (*asked)[i];
    }
    return all;
}

std::vector<bool> bytes_of(Ranges const& ranges, std::uint64_t size) {
    std::vector<bool> sent(size);
    for (auto const& part : ranges.list)
        for (std::uint64_t i = 0; i < part.length; ++i) sent[part.first + i] = true;
    return sent;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < kSizeBytes || size > 1'000) return 0;
    auto const file_size = size_in({data, kSizeBytes});
    auto const value = base::as_text({data + kSizeBytes, size - kSizeBytes});
    auto const ranges = http::parse_ranges(value, file_size);
    check_parts(ranges, file_size);
    if (ranges.kind == Ranges::Kind::whole || file_size > kSmallFile) return 0;
    auto const asked = reference(value.substr(value.find('=') + 1), file_size);
    base::ensure(asked && *asked == bytes_of(ranges, file_size));
    return 0;
}
