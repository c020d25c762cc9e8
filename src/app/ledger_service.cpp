#include "app/ledger_service.hpp"

#include <stdexcept>

#include "app/version.hpp"

namespace farthing::app {

LedgerService::LedgerService(Runtime& runtime, store::DataDirectory const& data,
                             LedgerServiceOptions const& options)
    : access_log_(data.file("horizon-access.log")),
      clock_(runtime.clock()),
      server_(runtime.server_options(options.listen, &access_log_), clock_, runtime.random()),
      database_(runtime.database_options(data.file("ledger.db")), store::ledger_schema()),
      node_({database_, runtime.scheduler(), clock_, runtime.log()},
            {.passphrase = options.passphrase, .close_interval = options.close.interval}),
      api_{.node = node_, .streams = streams_, .base_url = {}, .version = std::string(kVersion)} {
    if (options.test_controls) {
        controls_.emplace(runtime.random(),
                          [this](std::chrono::seconds by) { clock_.advance(by); });
        api_.controls = &*controls_;
    }
    if (auto const listening = server_.listen(); !listening)
        throw std::runtime_error(listening.error().message);
    api_.base_url = options.public_url.empty() ? url() : options.public_url;
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
