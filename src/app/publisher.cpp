#include "app/publisher.hpp"

#include <stdexcept>

namespace farthing::app {

Publisher::Publisher(Runtime& runtime, Options options)
    : runtime_(runtime),
      files_(options.folder, runtime.clock()),
      access_log_(options.access_log),
      server_(runtime.server_options(options.listen, access_log_), runtime.clock(), runtime.random()) {
    if (auto const listening = server_.listen(); !listening) throw std::runtime_error(listening.error().message);
}

void Publisher::start(std::vector<Shelved> const& goods, std::function<void(http::Router&)> const& add_pages) {
    http::Router router;
    for (auto const& good : goods) {
        auto const deliver = [this, item = good.item](http::Request const& request, http::Response& response) {
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
