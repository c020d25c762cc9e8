#include "app/goods_place.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "app/content_folder.hpp"
#include "app/local_registry.hpp"
#include "app/remote_registry.hpp"
#include "app/terminal.hpp"

namespace farthing::app {
namespace {

std::string environment(char const* name) {
    auto const* value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// Empty: a data directory is meant.
std::string server_of(GoodsPlace const& place) {
    if (!place.server.empty() || place.data_dir_named) return place.server;
    return environment(kServerVariable);
}

RemoteRegistry::Options remote_options(GoodsPlace const& place, std::string url) {
    RemoteRegistry::Options options{
        .url = std::move(url),
        .key = place.key.empty() ? environment(kApiKeyVariable) : place.key,
        .secret = place.secret_file.empty() ? base::Secret(environment(kApiSecretVariable))
                                            : read_secret_file(place.secret_file)};
    if (options.key.empty())
        throw std::runtime_error("an API key is needed: set " + std::string(kApiKeyVariable) +
                                 " or --key (farthing store create printed it)");
    if (options.secret.empty())
        throw std::runtime_error("the API secret is needed: set " +
                                 std::string(kApiSecretVariable) +
                                 " or --secret-file (farthing store create printed it)");
    return options;
}

}  // namespace

base::Secret read_secret_file(std::filesystem::path const& file) {
    auto const text = store::read_private_file(file);
    auto const secret = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    if (secret.empty())
        throw std::runtime_error(file.string() + " is empty; it must hold a secret");
    return base::Secret(secret);
}

void print_warnings(GoodsRegistry const& registry) {
    for (auto const& warning : registry.warnings())
        std::fprintf(stderr, "warning: %s\n", printable(warning).c_str());
}

std::unique_ptr<GoodsRegistry> open_registry(Runtime& runtime, GoodsPlace const& place) {
    auto url = server_of(place);
    if (!url.empty())
        return std::make_unique<RemoteRegistry>(runtime, remote_options(place, std::move(url)));
    return std::make_unique<LocalRegistry>(runtime, place);
}

std::filesystem::path content_of(GoodsPlace const& place) {
    if (!place.content.empty()) return place.content;
    if (server_of(place).empty()) return default_content(place.data_dir);
    throw std::runtime_error(
        "with a server, --file needs --content: the folder that the server delivers from, as this "
        "machine sees it");
}

}  // namespace farthing::app
