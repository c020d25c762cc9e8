#include "app/php_goods.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

#include "app/goods_file.hpp"
#include "app/missing_files.hpp"
#include "base/ids.hpp"
#include "delivery/verify.hpp"
#include "http/characters.hpp"

namespace farthing::app {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::string_view kMetadata = "metadata.ini";
constexpr std::uintmax_t kMaxMetadataBytes = 64 * 1024;
constexpr std::size_t kMaxGoods = 100'000;

using Values = std::map<std::string, std::string, std::less<>>;

base::Error wrong(std::string_view what) {
    return fail(Errc::invalid_request, std::string(what));
}

std::string_view unquoted(std::string_view value) {
    for (char const quote : {'"', '\''})
        if (value.size() >= 2 && value.starts_with(quote) && value.ends_with(quote))
            return value.substr(1, value.size() - 2);
    return value;
}

/// The keys of an INI file, whatever section they stand in.
Result<Values> parse_ini(std::string_view text) {
    Values values;
    for (int number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        line = http::trim(line);
        if (line.empty() || line.front() == ';' || line.front() == '#' || line.front() == '[')
            continue;
        auto const equals = line.find('=');
        if (equals == line.npos)
            return wrong("line " + std::to_string(number) + ": a line must be key = \"value\"");
        values.insert_or_assign(std::string(http::trim(line.substr(0, equals))),
                                unquoted(http::trim(line.substr(equals + 1))));
    }
    return values;
}

std::string value_of(Values const& values, std::string_view key) {
    auto const found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

/// The names of the folders, ordered.
Result<std::vector<std::string>> names_in(std::filesystem::path const& folder) {
    std::error_code error;
    std::vector<std::string> names;
    for (std::filesystem::directory_iterator entry(folder, error), end; entry != end;
         entry.increment(error)) {
        if (error) break;
        auto name = entry->path().filename().string();
        if (name.starts_with('.') || !entry->is_directory(error)) continue;
        if (names.size() == kMaxGoods)
            return fail(Errc::invalid_request, folder.string() + " holds too many goods");
        names.push_back(std::move(name));
    }
    if (error) return fail(Errc::unavailable, folder.string() + ": " + error.message());
    std::ranges::sort(names);
    return names;
}

Result<delivery::Shelved> read_good(std::filesystem::path const& folder, std::string const& name) {
    auto const file = folder / name / kMetadata;
    std::error_code error;
    auto const size = std::filesystem::file_size(file, error);
    if (error) return wrong(file.string() + ": " + error.message());
    if (size > kMaxMetadataBytes) return wrong(file.string() + ": it is too large");
    std::ifstream in(file, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    if (!in) return wrong(file.string() + " cannot be read: " + std::strerror(errno));
    auto good = parse_metadata(text, name);
    if (!good) return wrong(file.string() + ": " + good.error().message);
    good->origin = (folder / name).string();
    return good;
}

/// The PHP server has to read them, which may be another user of the group; but nobody else.
bool others_may_read(std::filesystem::path const& file) {
    std::error_code error;
    auto const rights = std::filesystem::status(file, error).permissions();
    return !error && (rights & std::filesystem::perms::others_read) != std::filesystem::perms::none;
}

std::string warn_of_exposed(std::vector<std::filesystem::path> const& files) {
    if (files.empty()) return {};
    return "every user of this machine can read the secret in " + files.front().string() +
           (files.size() == 1 ? "" : " and " + std::to_string(files.size() - 1) + " more") +
           "; run: chmod o= " + files.front().parent_path().parent_path().string() + "/*/" +
           std::string(kMetadata);
}

}  // namespace

Result<delivery::Shelved> parse_metadata(std::string_view text, std::string const& name) {
    auto const values = parse_ini(text);
    if (!values) return values.error();
    auto const price = value_of(*values, "price");
    auto const stroops = base::parse_stroops(price.empty() ? "0" : price);
    delivery::Shelved good{.path = "/" + name,
                           .item = {.good_id = value_of(*values, "id"),
                                    .price = stroops ? *stroops : base::Stroops(),
                                    .shared_secret = base::Secret(value_of(*values, "secret")),
                                    .content_type = value_of(*values, "content_type"),
                                    .file = name + "/" + name,
                                    .title = value_of(*values, "title"),
                                    .takes_secret = value_of(*values, "payment_cert") == "1"}};
    if (!delivery::is_good_path(good.path) || good.path == delivery::kVerifyPath)
        return wrong("the folder's name cannot be a part of an address");
    if (good.item.shared_secret.empty()) return wrong("\"secret\" is missing");
    if (!stroops) return wrong("\"price\" must be an integer of stroops");
    if (!good.item.good_id.empty() && !base::is_hex_id_text(good.item.good_id))
        return wrong("\"id\" must be the 24 hex characters of a good's id");
    if (!http::is_field_value(good.item.content_type))
        return wrong("\"content_type\" must be a media type such as text/html");
    return good;
}

Result<GoodsList> PhpGoods::read() const {
    auto const names = names_in(folder_);
    if (!names) return names.error();
    GoodsList list;
    std::vector<std::filesystem::path> exposed;
    for (auto const& name : *names) {
        auto good = read_good(folder_, name);
        if (auto file = folder_ / name / kMetadata; good && others_may_read(file))
            exposed.push_back(std::move(file));
        if (good) {
            list.goods.push_back(std::move(*good));
        } else {
            ++list.left_out;
            list.faults.push_back(good.error().message);
        }
    }
    list.exposed = warn_of_exposed(exposed);
    if (!files_.empty()) list.missing = missing_files(list.goods, files_);
    return list;
}

std::string PhpGoods::fingerprint() const {
    auto const names = names_in(folder_);
    if (!names) return {};
    std::string all;
    for (auto const& name : *names)
        all.append(name).append(1, '/').append(file_fingerprint(folder_ / name / kMetadata));
    return all;
}

}  // namespace farthing::app
