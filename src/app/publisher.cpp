#include "app/publisher.hpp"

#include <stdexcept>

namespace farthing::app {
namespace {

std::optional<AccessLogFile> open_log(std::filesystem::path const& file) {
    return file.empty() ? std::nullopt : std::optional<AccessLogFile>(std::in_place, file);
}

net::ServerOptions server_options(Runtime& runtime, Publisher::Options const& options,
                                  std::optional<AccessLogFile>& access_log) {
    auto server = runtime.server_options(options.listen, access_log ? &*access_log : nullptr);
    server.threads = options.threads;
    return server;
}

}  // namespace

Publisher::Publisher(Runtime& runtime, Options options)
    : runtime_(runtime),
      files_(options.folder, runtime.clock()),
      access_log_(open_log(options.access_log)),
      server_(server_options(runtime, options, access_log_), runtime.clock(), runtime.random()) {
    if (auto const listening = server_.listen(); !listening)
        throw std::runtime_error(listening.error().message);
}

void Publisher::start(std::vector<Shelved> const& goods,
                      std::function<void(http::Router&)> const& add_pages) {
    http::Router router;
    for (auto const& good : goods) {
        auto const deliver = [this, item = good.item](http::Request const& request,
                                                      http::Response& response) {
            delivery::deliver(request, item, files_, runtime_.clock().now(), response);
        };
        router.add({.method = http::Method::get,
                    .pattern = good.path,
                    .handler = http::ImmediateHandler(deliver),
                    .cross_origin = true});
    }
    if (add_pages) add_pages(router);
    server_.serve(std::move(router));
}

}  // namespace farthing::app
