#include "engine/network_check.hpp"

namespace farthing::engine {

void NetworkCheck::start() {
    needs_.horizon.passphrase([this](std::optional<std::string> const& passphrase) {
        if (passphrase) return judge(*passphrase);
        needs_.scheduler.after(kAskAgain, [this] { start(); });
    });
}

void NetworkCheck::judge(std::string const& passphrase) {
    if (passphrase == passphrase_) return;
    needs_.log.error("nothing is sold: this Horizon is of another network",
                     {{"network", network_}, {"wanted", passphrase_}, {"found", passphrase}});
    needs_.latch.close("Horizon of another network");
}

}  // namespace farthing::engine
