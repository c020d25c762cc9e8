#include "app/ledger_service.hpp"

#include <stdexcept>

#include "app/version.hpp"

namespace farthing::app {

LedgerService::LedgerService(Runtime& runtime, store::DataDirectory const& data, std::string listen,
                             LedgerClose close)
    : access_log_(data.file("horizon-access.log")),
      server_(runtime.server_options(std::move(listen), &access_log_), runtime.clock(),
              runtime.random()),
      database_(runtime.database_options(data.file("ledger.db")), store::ledger_schema()),
      node_({database_, runtime.scheduler(), runtime.clock(), runtime.log()},
            {.passphrase = std::string(stellar::kTestnetPassphrase),
             .close_interval = close.interval}),
      api_{.node = node_, .base_url = {}, .version = std::string(kVersion)} {
    if (auto const listening = server_.listen(); !listening)
        throw std::runtime_error(listening.error().message);
    api_.base_url = url();
}

LedgerService::~LedgerService() {
    stop();
    // Its callbacks refer to the node, which goes first.
    database_.stop();
}

void LedgerService::start() {
    http::Router router;
    api::add_horizon_routes(router, api_);
    server_.serve(std::move(router));
    node_.start();
}

void LedgerService::stop() {
    server_.stop();
}

}  // namespace farthing::app
