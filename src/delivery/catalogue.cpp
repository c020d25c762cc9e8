#include "delivery/catalogue.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "base/ensure.hpp"
#include "delivery/proof.hpp"
#include "http/request.hpp"

namespace farthing::delivery {
namespace {

/// So deep may a folder be nested. Bounds the look-ups that one request can ask for.
constexpr std::ptrdiff_t kMaxDepth = 32;

constexpr bool is_forbidden(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
}

bool is_segment(std::string_view segment) {
    return !segment.empty() && segment.front() != '.' &&
           std::ranges::none_of(segment, is_forbidden) && base::is_utf8(segment);
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
    for (auto& [path, item] : goods) {
        base::ensure(is_good_path(path));
        base::ensure(goods_.try_emplace(std::move(path), std::move(item)).second);
    }
}

PreparedItem const* Catalogue::at(std::string_view path) const {
    auto const found = goods_.find(path);
    return found == goods_.end() ? nullptr : &found->second;
}

std::optional<Catalogue::Place> Catalogue::find(std::string_view path) const {
    if (auto const* const good = at(path); good != nullptr) return Place{.good = good};
    auto const decoded = decode_path(path);
    if (!decoded) return std::nullopt;
    std::string_view folder = *decoded;
    auto const* good = at(folder);
    // The innermost folder that holds it.
    while (good == nullptr && !folder.empty()) {
        folder = folder.substr(0, folder.rfind('/'));
        good = at(folder);
        if (good != nullptr && !good->item().is_folder) good = nullptr;
    }
    if (good == nullptr) return std::nullopt;
    auto member = std::string_view(*decoded).substr(folder.size());
    Place place{.good = good};
    auto const first = member.substr(std::min<std::size_t>(1, member.size()));
    auto const segment = first.substr(0, first.find('/'));
    if (looks_like_receipt(segment)) {
        place.receipt = segment;
        member.remove_prefix(segment.size() + 1);
    }
    place.member = member.substr(std::min<std::size_t>(1, member.size()));
    return place;
}

}  // namespace farthing::delivery
