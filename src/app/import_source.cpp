#include "app/import_source.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "delivery/content_type.hpp"
#include "delivery/verify.hpp"

namespace farthing::app {
namespace {

namespace fs = std::filesystem;
using delivery::Shelved;

constexpr char const* kShelf = "goods.toml";

/// With the reason of the call that has just failed.
std::runtime_error unreadable(std::string const& name) {
    return std::runtime_error(name + " cannot be read: " + std::strerror(errno));
}

std::string read_all(std::istream& in, std::string const& name) {
    std::string text;
    std::array<char, 64 * 1024> part{};
    while (in.read(part.data(), part.size()) || in.gcount() > 0) {
        text.append(part.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > kMostImportBytes)
            throw std::runtime_error(name + " is larger than 64 MiB; split it");
    }
    if (in.bad()) throw unreadable(name);
    return text;
}

std::string read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw unreadable(path.string());
    return read_all(in, path.string());
}

ImportFile parse(std::string_view text, base::Random& random) {
    auto const first = text.find_first_not_of(" \t\r\n");
    bool const is_json = first != text.npos && (text[first] == '[' || text[first] == '{');
    return is_json ? parse_json_goods(text, random) : parse_csv_goods(text, random);
}

fs::path manifest_of(fs::path const& folder) {
    auto csv = folder / "manifest.csv";
    auto json = folder / "manifest.json";
    if (fs::exists(csv) && fs::exists(json))
        throw std::runtime_error(folder.string() + " has two manifests; keep one of them");
    if (fs::exists(csv)) return csv;
    if (fs::exists(json)) return json;
    throw std::runtime_error(folder.string() +
                             " has no manifest.csv or manifest.json that lists its goods");
}

/// What goods.toml and `farthing deliver` can take of one folder.
constexpr std::size_t kMostInFolder = 10'000;

std::string path_of(GoodInput const& good) {
    return good.path.empty() ? "/paid/" + good.file : good.path;
}

/// Finds what a folder cannot deliver.
class FolderCheck {
public:
    explicit FolderCheck(fs::path folder) : folder_(std::move(folder)) {}

    /// Nothing when the good can be delivered.
    std::string fault_of(ImportedGood const& imported) {
        auto const& file = imported.good.file;
        auto const path = path_of(imported.good);
        if (file.empty()) return "\"file\" is missing: in a folder each good has one";
        if (!delivery::is_good_path("/" + file))
            return "\"file\" must lie below the folder, without hidden parts";
        std::error_code error;
        if (!fs::is_regular_file(folder_ / file, error)) return "there is no file " + file;
        if (!delivery::is_good_path(path) || path == delivery::kVerifyPath)
            return "\"path\" must be a plain path of a URL such as /paid/1.html";
        auto const& type = imported.good.content_type;
        if (!type.empty() && !delivery::is_media_type(type))
            return "\"content_type\" must be a media type such as text/html; charset=utf-8";
        if (++goods_ > kMostInFolder)
            return "a folder has at most " + std::to_string(kMostInFolder) + " goods";
        if (auto const other = taken(files_, file, imported.line); !other.empty())
            return "the file is that of " + other;
        auto const other = taken(paths_, path, imported.line);
        return other.empty() ? "" : "the path is that of " + other;
    }

private:
    using Lines = std::map<std::string, std::size_t>;

    static std::string taken(Lines& lines, std::string const& what, std::size_t line) {
        auto const [first, is_new] = lines.emplace(what, line);
        return is_new ? "" : "line " + std::to_string(first->second);
    }

    fs::path folder_;
    Lines files_;
    Lines paths_;
    std::size_t goods_ = 0;
};

/// Goods that their folder cannot deliver become faults.
void check_files(ImportFile& file, fs::path const& folder) {
    FolderCheck check(folder);
    std::erase_if(file.goods, [&](ImportedGood const& each) {
        auto fault = check.fault_of(each);
        if (fault.empty()) return false;
        file.faults.push_back({.line = each.line, .message = std::move(fault)});
        return true;
    });
    std::ranges::sort(file.faults, {}, &ImportFault::line);
}

}  // namespace

ImportSource read_source(fs::path const& path, base::Random& random) {
    if (path == "-")
        return {.name = "standard input",
                .file = parse(read_all(std::cin, "standard input"), random)};
    if (!fs::is_directory(path))
        return {.name = path.string(), .file = parse(read_file(path), random)};
    auto const manifest = manifest_of(path);
    ImportSource source{
        .name = manifest.string(), .file = parse(read_file(manifest), random), .folder = path};
    check_files(source.file, path);
    return source;
}

std::map<std::string, Shelved> read_shelf(fs::path const& folder) {
    std::map<std::string, Shelved> shelf;
    if (!fs::exists(folder / kShelf)) return shelf;
    auto const list = read_goods_file(folder / kShelf);
    if (!list) throw std::runtime_error(list.error().message);
    // What was left out would be lost when the file is written anew.
    if (!list->faults.empty()) throw std::runtime_error(list->faults.front());
    for (auto const& good : list->goods) shelf.emplace(good.item.file, good);
    return shelf;
}

Shelved shelve(GoodInput const& input, goods::GoodId const& id,
               goods::Description const& registered, Shelved const* before) {
    auto shelved = before != nullptr ? *before : Shelved{};
    if (!input.path.empty() || shelved.path.empty()) shelved.path = path_of(input);
    if (!input.content_type.empty()) shelved.item.content_type = input.content_type;
    shelved.item.good_id = id.text();
    shelved.item.price = registered.price;
    shelved.item.shared_secret = registered.shared_secret;
    shelved.item.title = registered.title;
    shelved.item.file = input.file;
    return shelved;
}

void write_shelf(fs::path const& folder, std::map<std::string, Shelved> const& shelf) {
    std::vector<Shelved> goods;
    goods.reserve(shelf.size());
    for (auto const& [file, good] : shelf) goods.push_back(good);
    write_goods_file(folder / kShelf, goods);
}

}  // namespace farthing::app
