#include "app/goods_file.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <sstream>

#include "base/encoding.hpp"
#include "base/ids.hpp"
#include "store/data_directory.hpp"
#include "store/transaction.hpp"

namespace farthing::app {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::array<std::string_view, 6> kKeys{"path",  "file",          "id",
                                                "price", "shared_secret", "content_type"};
constexpr std::size_t kMaxGoodsFileBytes = 4 * 1024 * 1024;

/// One table of the file, with where it stands for messages.
class Entry {
public:
    Entry(std::string const& file, toml::table const& table) : file_(file), table_(table) {}

    base::Error wrong(std::string_view what) const {
        return fail(Errc::invalid_request, file_ + " line " +
                                               std::to_string(table_.source().begin.line) + ": " +
                                               std::string(what));
    }
    Result<std::string> text(std::string_view key) const {
        auto const value = table_[key].value<std::string>();
        if (!value || value->empty())
            return wrong("\"" + std::string(key) + "\" must be a text that is not empty");
        return *value;
    }
    Result<base::Stroops> price() const {
        auto const value = table_["price"].value_exact<std::int64_t>();
        if (!value || *value <= 0) return wrong("\"price\" must be a positive integer of stroops");
        return base::Stroops::of(*value);
    }
    Result<void> refuse_strangers() const {
        for (auto const& [key, value] : table_)
            if (std::find(kKeys.begin(), kKeys.end(), key.str()) == kKeys.end())
                return wrong(
                    "unknown key \"" + std::string(key.str()) +
                    "\"; a good has path, file, id, price, shared_secret and content_type");
        return {};
    }

private:
    std::string const& file_;
    toml::table const& table_;
};

bool is_url_path(std::string_view path) {
    return path.starts_with('/') && !path.ends_with('/') && path.find("//") == path.npos &&
           path.find("..") == path.npos && path.find_first_of("%?#{} \\") == path.npos;
}

Result<Shelved> read_entry(Entry const& entry) {
    if (auto const known = entry.refuse_strangers(); !known) return known.error();
    std::array<std::string, 5> texts;
    std::array<std::string_view, 5> const keys{"path", "file", "id", "shared_secret",
                                               "content_type"};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto text = entry.text(keys[i]);
        if (!text) return text.error();
        texts[i] = std::move(*text);
    }
    auto const price = entry.price();
    if (!price) return price.error();
    auto& [path, file, id, secret, content_type] = texts;
    if (!is_url_path(path))
        return entry.wrong("\"path\" must be a plain path such as /paid/1.html");
    if (!base::is_hex_id_text(id))
        return entry.wrong("\"id\" must be the 24 hex characters of a good's id");
    return Shelved{.path = std::move(path),
                   .item = {.good_id = std::move(id),
                            .price = *price,
                            .shared_secret = base::Secret(secret),
                            .content_type = std::move(content_type),
                            .file = std::move(file)}};
}

Result<std::vector<Shelved>> read_entries(std::string const& file, toml::table const& document) {
    auto const* list = document["good"].as_array();
    if (list == nullptr || document.size() != 1)
        return fail(Errc::invalid_request,
                    file + ": it must hold [[good]] tables and nothing else");
    std::vector<Shelved> goods;
    for (auto const& node : *list) {
        auto const* table = node.as_table();
        if (table == nullptr)
            return fail(Errc::invalid_request, file + ": every \"good\" must be a table");
        Entry const entry(file, *table);
        auto good = read_entry(entry);
        if (!good) return good.error();
        if (std::ranges::find(goods, good->path, &Shelved::path) != goods.end())
            return entry.wrong("there is another good with the path " + good->path);
        goods.push_back(std::move(*good));
    }
    return goods;
}

}  // namespace

Result<std::vector<Shelved>> read_goods_file(std::filesystem::path const& file) {
    try {
        return parse_goods_file(store::read_private_file(file, kMaxGoodsFileBytes), file.string());
    } catch (store::StoreFailure const& failure) {
        return fail(Errc::unavailable, failure.what());
    }
}

Result<std::vector<Shelved>> parse_goods_file(std::string_view text, std::string const& name) {
    try {
        return read_entries(name, toml::parse(text, name));
    } catch (toml::parse_error const& error) {
        return fail(Errc::invalid_request, name + " line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description()));
    }
}

void write_goods_file(std::filesystem::path const& file, std::vector<Shelved> const& goods) {
    toml::array list;
    for (auto const& good : goods)
        list.push_back(toml::table{{"path", good.path},
                                   {"file", good.item.file},
                                   {"id", good.item.good_id},
                                   {"price", good.item.price.value()},
                                   {"shared_secret", std::string(good.item.shared_secret.reveal())},
                                   {"content_type", good.item.content_type}});
    std::ostringstream text;
    text << toml::table{{"good", std::move(list)}} << "\n";
    store::write_private_file(file, text.str());
}

}  // namespace farthing::app
