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

/// One table of the file, with where it stands for messages. What is wrong with it is collected, so
/// that whoever mends it need not be told again and again.
class Entry {
public:
    Entry(std::string const& file, toml::table const& table) : file_(file), table_(table) {}

    bool has(std::string_view key) const { return table_.contains(key); }
    std::string place() const { return place_of(table_); }
    std::vector<std::string> const& faults() const { return faults_; }

    void wrong(std::string_view what) { wrong_at(table_, what); }
    /// The fault of one key, at its line.
    void wrong(std::string_view key, std::string_view what) {
        auto const* const node = table_.get(key);
        wrong_at(node == nullptr ? table_ : *node,
                 "\"" + std::string(key) + "\" " + std::string(what));
    }
    std::string text(std::string_view key) {
        if (!has(key)) wrong(key, "is missing");
        return optional_text(key);
    }
    std::string optional_text(std::string_view key) {
        auto const value = table_[key].value_exact<std::string>();
        if (has(key) && (!value || value->empty())) wrong(key, "must be a text that is not empty");
        return value.value_or("");
    }
    bool flag(std::string_view key) {
        auto const value = table_[key].value_exact<bool>();
        if (has(key) && !value) wrong(key, "must be true or false");
        return value.value_or(false);
    }
    base::Stroops price() {
        auto const value = table_["price"].value_exact<std::int64_t>();
        if (value && *value > 0) return base::Stroops::of(*value);
        wrong("price", "must be a positive integer of stroops");
        return {};
    }
    void refuse_strangers() {
        for (auto const& [key, value] : table_) {
            if (std::ranges::find(kKeys, key.str()) != kKeys.end()) continue;
            std::string known;
            for (auto const name : kKeys) known.append(known.empty() ? "" : ", ").append(name);
            wrong_at(value, "unknown key \"" + std::string(key.str()) + "\"; a good has " + known);
        }
    }

private:
    void wrong_at(toml::node const& node, std::string_view what) {
        faults_.push_back(place_of(node) + ": " + std::string(what));
    }
    std::string place_of(toml::node const& node) const {
        return file_ + " line " + std::to_string(node.source().begin.line);
    }

    std::string const& file_;
    toml::table const& table_;
    std::vector<std::string> faults_;
};

void judge_path(Entry& entry, std::string const& path) {
    if (!delivery::is_good_path(path))
        entry.wrong("path",
                    "must be a plain path such as /paid/1.html: no empty part, none that begins "
                    "with a dot, no slash at the end");
    if (path == delivery::kVerifyPath)
        entry.wrong("path", "must not be /verify, which is the endpoint's own");
}

void judge_files(Entry& entry, Item const& item) {
    if (entry.has("file") && entry.has("folder"))
        return entry.wrong("folder", "and \"file\" exclude each other");
    auto const* const place = item.is_folder ? "folder" : "file";
    if (!item.file.empty() && !delivery::is_good_path("/" + item.file))
        entry.wrong(place, "must lie below the folder of paid files, without `..` or hidden parts");
    if (!item.index.empty() && (!item.is_folder || !delivery::is_good_path("/" + item.index)))
        entry.wrong("index", "must name a file in the good's folder");
    if (item.is_folder && (item.is_json_content || !item.content_type.empty()))
        entry.wrong(place, "has files of several types: no content_type, no json_content");
}

void judge(Entry& entry, Shelved const& good) {
    auto const& item = good.item;
    judge_path(entry, good.path);
    if (!base::is_hex_id_text(item.good_id))
        entry.wrong("id", "must be the 24 hex characters of a good's id");
    judge_files(entry, item);
    if (!item.content_type.empty() && !delivery::is_media_type(item.content_type))
        entry.wrong("content_type", "must be a media type such as text/html; charset=utf-8");
}

Shelved read_fields(Entry& entry) {
    bool const is_folder = entry.has("folder");
    return {.path = entry.text("path"),
            .item = {.good_id = entry.text("id"),
                     .price = entry.price(),
                     .shared_secret = base::Secret(entry.text("shared_secret")),
                     .content_type = entry.optional_text("content_type"),
                     .file = entry.optional_text(is_folder ? "folder" : "file"),
                     .title = entry.optional_text("title"),
                     .save_as = entry.optional_text("save_as"),
                     .index = entry.optional_text("index"),
                     .is_download = entry.flag("download"),
                     .is_folder = is_folder,
                     .is_json_content = entry.flag("json_content"),
                     .takes_secret = entry.flag("payment_cert")},
            .origin = entry.place()};
}

/// What an entry says, which is to be believed if the entry has no faults then.
Shelved read_entry(Entry& entry) {
    entry.refuse_strangers();
    auto good = read_fields(entry);
    if (entry.faults().empty()) judge(entry, good);
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
        Entry entry(file, *table);
        auto good = read_entry(entry);
        if (entry.faults().empty() && !paths.insert(good.path).second)
            entry.wrong("there is another good with the path " + good.path);
        if (!entry.faults().empty()) {
            ++read.left_out;
            read.faults.insert(read.faults.end(), entry.faults().begin(), entry.faults().end());
            continue;
        }
        good.item.platform = *platform;
        read.goods.push_back(std::move(good));
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
