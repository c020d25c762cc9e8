#include "app/publisher.hpp"

#include <stdexcept>

#include "delivery/verify.hpp"
#include "http/errors.hpp"

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

std::unique_ptr<delivery::Files> make_files(Publisher::Options const& options,
                                            base::Clock const& clock) {
    if (!options.accel.empty())
        return std::make_unique<HandedOverFiles>(options.accel, options.folder);
    return std::make_unique<FileCache>(options.folder, clock);
}

/// A good may get this path at any time.
void set_not_found(http::Response& response) {
    response.add("Cache-Control", "no-store");
    http::set_error(response, 404, {});
}

http::Route open_route(std::string pattern, http::ImmediateHandler handler) {
    return {.method = http::Method::get,
            .pattern = std::move(pattern),
            .handler = std::move(handler),
            .cross_origin = true};
}

}  // namespace

Publisher::Publisher(Runtime& runtime, Options const& options)
    : clock_(runtime.clock()),
      shelf_(std::make_shared<Shelf>(runtime.log())),
      by_file_parameter_(options.by_file_parameter),
      files_(make_files(options, runtime.clock())),
      access_log_(open_log(options.access_log)),
      server_(server_options(runtime, options, access_log_), runtime.clock(), runtime.random()) {
    if (auto const listening = server_.listen(); !listening)
        throw std::runtime_error(listening.error().message);
}

void Publisher::deliver(http::Request const& request, std::string_view path,
                        http::Response& response) {
    auto const catalogue = shelf_->catalogue();
    if (auto const place = catalogue->find(path))
        delivery::deliver(request, *place, {*files_, clock_.now()}, response);
    else
        set_not_found(response);
}

void Publisher::deliver_by_parameter(http::Request const& request, http::Response& response) {
    auto const file = http::query_parameter(request.query, "file");
    auto const name = file.count == 1 ? http::form_decode(file.value) : std::nullopt;
    if (!name) return set_not_found(response);
    deliver(request, "/" + http::percent_encode(*name, "/"), response);
}

void Publisher::start(std::function<void(http::Router&)> const& add_pages) {
    http::Router router;
    router.add(open_route("/{path...}", [this](auto const& request, auto& response) {
        deliver(request, request.path, response);
    }));
    router.add(
        open_route(std::string(delivery::kVerifyPath), [this](auto const& request, auto& response) {
            delivery::verify(request, *shelf_->catalogue(), clock_.now(), response);
        }));
    if (by_file_parameter_)
        for (auto const* pattern : {"/", "/index.php"})
            router.add(open_route(pattern, [this](auto const& request, auto& response) {
                deliver_by_parameter(request, response);
            }));
    if (add_pages) add_pages(router);
    server_.serve(std::move(router));
}

}  // namespace farthing::app
