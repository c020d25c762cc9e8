#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "delivery/item.hpp"

namespace farthing::delivery {

/// One good of a publisher's endpoint: where it is asked for, and what is sent.
struct Shelved {
    std::string path;  ///< Of the URL, decoded, such as `/paid/article.html`.
    Item item;
    std::string origin = {};  ///< Where it is written, for messages: `goods.toml line 29`.
};

/// True for a path that a good may have: `/`, segments that are neither empty nor hidden (so
/// neither `.` nor `..`), no backslash, control character or broken UTF-8, no slash at the end.
bool is_good_path(std::string_view path);

/// The decoded form of a request's path; one slash at the end is taken off. Nothing when it is not
/// one that a good could have: a second spelling of `/` or `.` is not looked through but refused.
std::optional<std::string> decode_path(std::string_view path);

/// All goods of an endpoint by their paths. Does not change: a new list makes a new catalogue.
class Catalogue {
public:
    Catalogue() = default;
    /// Paths must be good and differ from each other.
    explicit Catalogue(std::vector<Shelved> goods);

    struct Place {
        PreparedItem const* good = nullptr;
        /// Of a folder: what is asked for in it, decoded. Empty: the folder itself.
        std::string member = {};
        /// The receipt that stands behind the path of the folder that holds it.
        std::string receipt = {};
    };
    /// What a request's path, still percent-encoded, stands for. A receipt in the path does not
    /// change which good that is. Does not allocate for the plain path of a file.
    std::optional<Place> find(std::string_view path) const;
    std::size_t size() const { return goods_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    /// The good at a path, or the innermost folder that holds it and what is asked for there. Null:
    /// none.
    struct Holder {
        PreparedItem const* good = nullptr;
        std::string_view member = {};
    };
    PreparedItem const* at(std::string_view path) const;
    Holder holder_of(std::string_view path) const;

    std::unordered_map<std::string, PreparedItem, Hash, std::equal_to<>> goods_;
};

}  // namespace farthing::delivery
