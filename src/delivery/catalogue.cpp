#include "delivery/catalogue.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/encoding.hpp"
#include "base/ensure.hpp"
#include "delivery/proof.hpp"
#include "http/request.hpp"

namespace farthing::delivery {
namespace {

/// So deep may a folder be nested. Bounds the look-ups that one request can ask for.
constexpr std::ptrdiff_t kMaxDepth = 32;

constexpr bool is_forbidden(char c) {
    return base::is_control(c) || c == '\\';
}

bool is_segment(std::string_view segment) {
    return !segment.empty() && segment.front() != '.' &&
           std::ranges::none_of(segment, is_forbidden) && base::is_utf8(segment);
}

/// The segment of a path behind so many slashes, of which it has as many.
std::string_view segment_behind(std::ptrdiff_t slashes, std::string_view path) {
    for (; slashes > 0; --slashes) path.remove_prefix(path.find('/') + 1);
    return path.substr(0, path.find('/'));
}

}  // namespace

bool is_good_path(std::string_view path) {
    if (!path.starts_with('/') || std::ranges::count(path, '/') > kMaxDepth) return false;
    while (!path.empty()) {
        path.remove_prefix(1);
        auto const segment = path.substr(0, path.find('/'));
        if (!is_segment(segment)) return false;
        path.remove_prefix(segment.size());
    }
    return true;
}

std::optional<std::string> decode_path(std::string_view path) {
    if (path.ends_with('/')) path.remove_suffix(1);
    auto const slashes = std::ranges::count(path, '/');
    auto decoded = http::percent_decode(path);
    bool const keeps_segments = decoded && std::ranges::count(*decoded, '/') == slashes;
    if (!keeps_segments || !is_good_path(*decoded)) return std::nullopt;
    return decoded;
}

Catalogue::Catalogue(std::vector<Shelved> goods) {
    for (auto& [path, item, origin] : goods) {
        base::ensure(is_good_path(path));
        base::ensure(goods_.try_emplace(std::move(path), std::move(item)).second);
    }
}

PreparedItem const* Catalogue::at(std::string_view path) const {
    auto const found = goods_.find(path);
    return found == goods_.end() ? nullptr : &found->second;
}

Catalogue::Holder Catalogue::holder_of(std::string_view path) const {
    if (auto const* const good = at(path); good != nullptr) return {.good = good, .member = {}};
    for (auto end = path.rfind('/'); end != path.npos && end > 0; end = path.rfind('/', end - 1))
        if (auto const* const good = at(path.substr(0, end)); good && good->item().is_folder)
            return {.good = good, .member = path.substr(end + 1)};
    return {};
}

std::optional<Catalogue::Place> Catalogue::find(std::string_view path) const {
    if (auto const* const good = at(path); good != nullptr) return Place{.good = good};
    auto const decoded = decode_path(path);
    if (!decoded) return std::nullopt;
    auto const found = holder_of(*decoded);
    if (found.good == nullptr) return std::nullopt;
    auto const segment = found.member.substr(0, found.member.find('/'));
    auto const before = decoded->size() - found.member.size();
    auto const slashes = std::ranges::count(std::string_view(*decoded).substr(0, before), '/');
    // A receipt has one spelling, so that logs and pages find it where it stands.
    if (!looks_like_receipt(segment) || segment_behind(slashes, path) != segment)
        return Place{.good = found.good, .member = std::string(found.member)};
    // What is meant may be another good, which lies in this folder and has a price of its own.
    std::string receipt(segment);
    auto without = *decoded;
    without.erase(before - 1, receipt.size() + 1);
    auto const meant = holder_of(without);
    return Place{
        .good = meant.good, .member = std::string(meant.member), .receipt = std::move(receipt)};
}

}  // namespace farthing::delivery
