#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/publisher.hpp"
#include "net/signals.hpp"

namespace farthing::app {

int deliver(DeliverOptions const& options) {
    net::StopSignals signals;
    Runtime runtime;
    auto const goods = read_goods_file(options.goods);
    if (!goods) throw std::runtime_error(goods.error().message);
    auto const folder = options.folder.empty()
                            ? std::filesystem::absolute(options.goods).parent_path()
                            : options.folder;
    Publisher publisher(runtime, {.listen = options.listen,
                                  .folder = folder,
                                  .access_log = options.access_log,
                                  .threads = options.threads});
    publisher.start(*goods);
    std::printf("Delivering %zu paid goods from %s at %s. Stop it with Ctrl-C.\n", goods->size(),
                folder.c_str(), publisher.url().c_str());
    std::fflush(stdout);

    signals.wait();
    publisher.stop();
    return 0;
}

}  // namespace farthing::app
