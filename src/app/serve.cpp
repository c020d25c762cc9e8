#include <cstdio>
#include <optional>

#include "app/commands.hpp"
#include "app/ledger_service.hpp"
#include "app/platform.hpp"
#include "net/signals.hpp"

namespace farthing::app {

namespace {

/// The embedded ledger, unless another Horizon is named.
void open_ledger(std::optional<LedgerService>& ledger, Runtime& runtime,
                 store::DataDirectory const& data, ServeOptions const& options) {
    if (!options.horizon_url.empty()) return;
    ledger.emplace(runtime, data,
                   LedgerServiceOptions{.listen = options.horizon,
                                        .close = options.ledger_close,
                                        .test_controls = options.test_controls});
}

}  // namespace

int serve(ServeOptions const& options) {
    net::StopSignals signals;
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    std::optional<LedgerService> ledger;
    open_ledger(ledger, runtime, data, options);
    auto const horizon_url = ledger ? ledger->url() : options.horizon_url;
    Platform platform(runtime, data, platform_options(options, horizon_url));
    AtExit const stop([&] {
        platform.stop();
        if (ledger) ledger->stop();
        runtime.stop();
    });
    if (ledger) ledger->start();
    platform.start([&] {
        runtime.log().info("ready", {{"platform", platform.url()}, {"horizon", horizon_url}});
    });
    std::printf("Farthing is at %s (test network, play money; its Horizon is at %s).\n",
                platform.url().c_str(), horizon_url.c_str());
    if (!options.live_horizon_url.empty())
        std::printf("It sells on the public network too, for real money, through %s.\n",
                    options.live_horizon_url.c_str());
    std::printf("Stop it with Ctrl-C. The data lies in %s.\n", data.path().c_str());
    std::fflush(stdout);

    signals.wait();
    runtime.log().info("stopping");
    return 0;
}

int ledger(LedgerOptions const& options) {
    net::StopSignals signals;
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    LedgerService ledger(runtime, data,
                         {.listen = options.listen,
                          .public_url = options.public_url,
                          .passphrase = options.passphrase,
                          .close = options.ledger_close,
                          .test_controls = options.test_controls});
    AtExit const stop([&] {
        ledger.stop();
        runtime.stop();
    });
    ledger.start();
    std::printf(
        "A test network of its own (play money) is at %s, passphrase \"%s\".\nStop it with "
        "Ctrl-C.\n",
        ledger.url().c_str(), options.passphrase.c_str());
    std::fflush(stdout);

    signals.wait();
    return 0;
}

}  // namespace farthing::app
