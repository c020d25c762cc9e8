#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "api/horizon.hpp"
#include "api/horizon_stream.hpp"
#include "app/commands.hpp"
#include "app/runtime.hpp"
#include "engine/ledger_node.hpp"
#include "net/server.hpp"
#include "store/data_directory.hpp"
#include "store/threaded_database.hpp"

namespace farthing::app {

/// A clock that a test may set forward.
class OffsetClock final : public base::Clock {
public:
    explicit OffsetClock(base::Clock const& clock) : clock_(clock) {}
    base::Timestamp now() const override {
        return clock_.now() + std::chrono::milliseconds(offset_ms_.load());
    }
    void advance(std::chrono::milliseconds by) { offset_ms_ += by.count(); }

private:
    base::Clock const& clock_;
    std::atomic<std::int64_t> offset_ms_ = 0;
};

struct LedgerServiceOptions {
    std::string listen;
    std::string public_url = {};  ///< Empty: the listening address.
    std::string passphrase = std::string(stellar::kTestnetPassphrase);
    LedgerClose close = {};
    bool test_controls = false;
};

/// The embedded network behind its Horizon face: play money under a real network's passphrase, so
/// that ordinary SDKs work unchanged.
class LedgerService {
public:
    /// Opens the ledger and listens. Throws std::runtime_error with what is wrong.
    LedgerService(Runtime& runtime, store::DataDirectory const& data,
                  LedgerServiceOptions const& options);
    ~LedgerService();

    void start();
    void stop();
    /// Where Horizon's root answers, without a slash at the end.
    std::string url() const { return "http://" + server_.address(); }

private:
    AccessLogFile access_log_;
    OffsetClock clock_;
    net::Server server_;
    store::ThreadedDatabase database_;
    engine::LedgerNode node_;
    api::OpenStreams streams_;
    std::optional<api::LedgerControls> controls_;
    api::HorizonApi api_;
};

}  // namespace farthing::app
