#include "engine/network_check.hpp"

namespace farthing::engine {

void NetworkCheck::start(std::function<void()> right) {
    right_ = std::move(right);
    ask();
}

void NetworkCheck::ask() {
    needs_.horizon.passphrase([this](std::optional<std::string> const& passphrase) {
        if (passphrase) return judge(*passphrase);
        needs_.scheduler.after(kAskAgain, [this] { ask(); });
    });
}

void NetworkCheck::judge(std::string const& passphrase) {
    if (passphrase == passphrase_) {
        needs_.latch.open();
        return right_();
    }
    needs_.log.error("nothing is sold: this Horizon is of another network",
                     {{"network", network_}, {"wanted", passphrase_}, {"found", passphrase}});
    needs_.latch.close("Horizon of another network");
}

}  // namespace farthing::engine
