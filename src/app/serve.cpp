#include <cstdio>

#include "app/commands.hpp"
#include "app/ledger_service.hpp"
#include "app/platform.hpp"
#include "net/signals.hpp"

namespace farthing::app {

int serve(ServeOptions const& options) {
    net::StopSignals signals;
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    LedgerService ledger(runtime, data, options.horizon, options.ledger_close);
    Platform platform(runtime, data,
                      {.listen = options.listen,
                       .public_url = options.public_url,
                       .horizon_url = ledger.url(),
                       .channels = options.channels});
    AtExit const stop([&] {
        platform.stop();
        ledger.stop();
        runtime.stop();
    });
    ledger.start();
    platform.start([&] {
        runtime.log().info("ready", {{"platform", platform.url()}, {"horizon", ledger.url()}});
    });
    std::printf(
        "Farthing is at %s (test network, play money; its Horizon is at %s).\n"
        "Stop it with Ctrl-C. The data lies in %s.\n",
        platform.url().c_str(), ledger.url().c_str(), data.path().c_str());
    std::fflush(stdout);

    signals.wait();
    runtime.log().info("stopping");
    return 0;
}

int ledger(LedgerOptions const& options) {
    net::StopSignals signals;
    Runtime runtime;
    store::DataDirectory const data(options.data_dir);
    LedgerService ledger(runtime, data, options.listen, options.ledger_close);
    AtExit const stop([&] {
        ledger.stop();
        runtime.stop();
    });
    ledger.start();
    std::printf(
        "A test network of its own (play money) is at %s, passphrase \"%s\".\nStop it with "
        "Ctrl-C.\n",
        ledger.url().c_str(), std::string(stellar::kTestnetPassphrase).c_str());
    std::fflush(stdout);

    signals.wait();
    return 0;
}

}  // namespace farthing::app
