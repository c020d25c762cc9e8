#include "app/goods_file.hpp"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "app/missing_files.hpp"
#include "base/ids.hpp"
#include "delivery/content_type.hpp"
#include "delivery/verify.hpp"
#include "http/url.hpp"
#include "store/data_directory.hpp"
#include "store/transaction.hpp"

namespace farthing::app {
namespace {

using base::Errc;
using base::fail;
using base::Result;
using delivery::Item;
using delivery::Shelved;

constexpr std::array<std::string_view, 13> kKeys{
    "path",         "file",  "folder",  "id",       "price",        "shared_secret", "title",
    "content_type", "index", "save_as", "download", "payment_cert", "json_content"};
constexpr std::size_t kMaxGoodsFileBytes = 4 * 1024 * 1024;

/// One table of the file, with where it stands for messages.
class Entry {
public:
    Entry(std::string const& file, toml::table const& table) : file_(file), table_(table) {}

    bool has(std::string_view key) const { return table_.contains(key); }
    std::string place() const { return place_of(table_); }
    base::Error wrong(std::string_view what) const { return wrong_at(table_, what); }
    /// The fault of one key, at its line.
    base::Error wrong(std::string_view key, std::string_view what) const {
        auto const* const node = table_.get(key);
        return wrong_at(node == nullptr ? table_ : *node,
                        "\"" + std::string(key) + "\" " + std::string(what));
    }
    Result<std::string> text(std::string_view key) const {
        auto const value = table_[key].value_exact<std::string>();
        if (!value || value->empty()) return wrong(key, "must be a text that is not empty");
        return *value;
    }
    Result<std::string> optional_text(std::string_view key) const {
        return has(key) ? text(key) : Result<std::string>(std::string());
    }
    Result<bool> flag(std::string_view key) const {
        auto const value = table_[key].value_exact<bool>();
        if (has(key) && !value) return wrong(key, "must be true or false");
        return value.value_or(false);
    }
    Result<base::Stroops> price() const {
        auto const value = table_["price"].value_exact<std::int64_t>();
        if (!value || *value <= 0) return wrong("price", "must be a positive integer of stroops");
        return base::Stroops::of(*value);
    }
    Result<void> refuse_strangers() const {
        for (auto const& [key, value] : table_) {
            if (std::ranges::find(kKeys, key.str()) != kKeys.end()) continue;
            std::string known;
            for (auto const name : kKeys) known.append(known.empty() ? "" : ", ").append(name);
            return wrong_at(value,
                            "unknown key \"" + std::string(key.str()) + "\"; a good has " + known);
        }
        return {};
    }

private:
    base::Error wrong_at(toml::node const& node, std::string_view what) const {
        return fail(Errc::invalid_request, place_of(node) + ": " + std::string(what));
    }
    std::string place_of(toml::node const& node) const {
        return file_ + " line " + std::to_string(node.source().begin.line);
    }

    std::string const& file_;
    toml::table const& table_;
};

Result<void> read_texts(Entry const& entry, Shelved& good) {
    auto& item = good.item;
    std::string secret;
    struct Wanted {
        std::string_view key;
        std::string* text;
        bool optional;
    };
    for (auto const& [key, text, optional] :
         std::initializer_list<Wanted>{{"path", &good.path, false},
                                       {"id", &item.good_id, false},
                                       {"shared_secret", &secret, false},
                                       {item.is_folder ? "folder" : "file", &item.file, true},
                                       {"title", &item.title, true},
                                       {"content_type", &item.content_type, true},
                                       {"save_as", &item.save_as, true},
                                       {"index", &item.index, true}}) {
        auto read = optional ? entry.optional_text(key) : entry.text(key);
        if (!read) return read.error();
        *text = std::move(*read);
    }
    item.shared_secret = base::Secret(secret);
    return {};
}

Result<void> read_flags(Entry const& entry, Item& item) {
    for (auto const& [key, flag] : std::initializer_list<std::pair<std::string_view, bool*>>{
             {"download", &item.is_download},
             {"payment_cert", &item.takes_secret},
             {"json_content", &item.is_json_content}}) {
        auto const read = entry.flag(key);
        if (!read) return read.error();
        *flag = *read;
    }
    return {};
}

/// Where the good's files lie.
Result<void> judge_place(Entry const& entry, Item const& item) {
    if (entry.has("file") && entry.has("folder"))
        return entry.wrong("folder", "and \"file\" exclude each other");
    if (!item.file.empty() && !delivery::is_good_path("/" + item.file))
        return entry.wrong(item.is_folder ? "folder" : "file",
                           "must lie below the folder of paid files, without `..` or hidden parts");
    if (!item.index.empty() && (!item.is_folder || !delivery::is_good_path("/" + item.index)))
        return entry.wrong("index", "must name a file in the good's folder");
    return {};
}

Result<void> judge(Entry const& entry, Shelved const& good) {
    auto const& item = good.item;
    if (!delivery::is_good_path(good.path))
        return entry.wrong("path",
                           "must be a plain path such as /paid/1.html: no empty part, none that "
                           "begins with a dot, no slash at the end");
    if (good.path == delivery::kVerifyPath)
        return entry.wrong("path", "must not be /verify, which is the endpoint's own");
    if (!base::is_hex_id_text(item.good_id))
        return entry.wrong("id", "must be the 24 hex characters of a good's id");
    if (auto const place = judge_place(entry, item); !place) return place;
    if (!item.content_type.empty() && !delivery::is_media_type(item.content_type))
        return entry.wrong("content_type", "must be a media type such as text/html; charset=utf-8");
    if (item.is_folder && (item.is_json_content || !item.content_type.empty()))
        return entry.wrong("folder",
                           "has files of several types: no content_type, no json_content");
    return {};
}

Result<Shelved> read_entry(Entry const& entry) {
    if (auto const known = entry.refuse_strangers(); !known) return known.error();
    Shelved good{.path = {}, .item = {}, .origin = entry.place()};
    good.item.is_folder = entry.has("folder");
    if (auto const texts = read_texts(entry, good); !texts) return texts.error();
    if (auto const flags = read_flags(entry, good.item); !flags) return flags.error();
    auto const price = entry.price();
    if (!price) return price.error();
    good.item.price = *price;
    if (auto const right = judge(entry, good); !right) return right.error();
    return good;
}

Result<std::string> read_platform(std::string const& file, toml::table const& document) {
    if (!document.contains("platform")) return std::string();
    auto url = document["platform"].value_exact<std::string>();
    auto const parsed = url ? http::parse_url(*url) : base::fail(Errc::invalid_request);
    if (!parsed || url->ends_with('/') || url->find_first_of("?'\"; ") != url->npos)
        return fail(Errc::invalid_request,
                    file +
                        ": \"platform\" must be an address without a slash at its end, such as "
                        "https://pay.example.org");
    return *url;
}

Result<GoodsList> read_entries(std::string const& file, toml::table const& document) {
    auto const* list = document["good"].as_array();
    auto const platform = read_platform(file, document);
    if (!platform) return platform.error();
    if (list == nullptr || document.size() != (document.contains("platform") ? 2U : 1U))
        return fail(Errc::invalid_request,
                    file + ": it must hold [[good]] tables, \"platform\" and nothing else");
    GoodsList read;
    std::set<std::string, std::less<>> paths;
    for (auto const& node : *list) {
        auto const* table = node.as_table();
        if (table == nullptr)
            return fail(Errc::invalid_request, file + ": every \"good\" must be a table");
        Entry const entry(file, *table);
        auto good = read_entry(entry);
        if (good && !paths.insert(good->path).second)
            good = entry.wrong("there is another good with the path " + good->path);
        if (!good) {
            read.faults.push_back(good.error().message);
            continue;
        }
        good->item.platform = *platform;
        read.goods.push_back(std::move(*good));
    }
    return read;
}

toml::table to_table(Shelved const& good) {
    auto const& item = good.item;
    toml::table table{{"path", good.path},
                      {item.is_folder ? "folder" : "file", item.file},
                      {"id", item.good_id},
                      {"price", item.price.value()},
                      {"shared_secret", std::string(item.shared_secret.reveal())}};
    auto const text = [&table](std::string_view key, std::string const& value) {
        if (!value.empty()) table.insert(key, value);
    };
    auto const flag = [&table](std::string_view key, bool value) {
        if (value) table.insert(key, true);
    };
    text("title", item.title);
    text("content_type", item.content_type);
    text("save_as", item.save_as);
    text("index", item.index);
    flag("download", item.is_download);
    flag("payment_cert", item.takes_secret);
    flag("json_content", item.is_json_content);
    if (item.file.empty()) table.erase("file");
    return table;
}

}  // namespace

Result<GoodsList> read_goods_file(std::filesystem::path const& file) {
    try {
        return parse_goods_file(store::read_private_file(file, kMaxGoodsFileBytes), file.string());
    } catch (store::StoreFailure const& failure) {
        return fail(Errc::unavailable, failure.what());
    }
}

Result<GoodsList> parse_goods_file(std::string_view text, std::string const& name) {
    try {
        return read_entries(name, toml::parse(text, name));
    } catch (toml::parse_error const& error) {
        return fail(Errc::invalid_request, name + " line " +
                                               std::to_string(error.source().begin.line) + ": " +
                                               std::string(error.description()));
    }
}

void write_goods_file(std::filesystem::path const& file, std::vector<Shelved> const& goods) {
    toml::table document;
    toml::array list;
    for (auto const& good : goods) list.push_back(to_table(good));
    if (!goods.empty() && !goods.front().item.platform.empty())
        document.insert("platform", goods.front().item.platform);
    document.insert("good", std::move(list));
    std::ostringstream text;
    text << document << "\n";
    store::write_private_file(file, text.str());
}

std::string file_fingerprint(std::filesystem::path const& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return {};
    std::string print;
    for (auto const fact :
         {static_cast<std::int64_t>(status.st_ino), std::int64_t{status.st_size},
          std::int64_t{status.st_mtim.tv_sec}, std::int64_t{status.st_mtim.tv_nsec},
          std::int64_t{status.st_ctim.tv_sec}, std::int64_t{status.st_ctim.tv_nsec}})
        print.append(std::to_string(fact)).append(1, ' ');
    return print;
}

Result<GoodsList> GoodsFile::read() const {
    auto list = read_goods_file(file_);
    if (list && !folder_.empty()) list->missing = missing_files(list->goods, folder_);
    return list;
}

std::string GoodsFile::fingerprint() const {
    return file_fingerprint(file_);
}

}  // namespace farthing::app
