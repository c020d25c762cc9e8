#pragma once

#include <string>

#include "api/horizon.hpp"
#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "engine/ledger_node.hpp"
#include "net/server.hpp"
#include "store/data_directory.hpp"
#include "store/database.hpp"

namespace farthing::app {

/// The embedded test network behind its Horizon face: play money under the real test network's
/// passphrase, so that ordinary SDKs work unchanged.
class LedgerService {
public:
    /// Opens the ledger and listens. Throws std::runtime_error with what is wrong.
    LedgerService(Runtime& runtime, store::DataDirectory const& data, std::string listen,
                  LedgerClose close);
    ~LedgerService();

    void start();
    void stop();
    /// Where Horizon's root answers, without a slash at the end.
    std::string url() const { return "http://" + server_.address(); }

private:
    AccessLogFile access_log_;
    net::Server server_;
    store::Database database_;
    engine::LedgerNode node_;
    api::HorizonApi api_;
};

}  // namespace farthing::app
