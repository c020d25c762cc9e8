#include "engine/sales_gate.hpp"

#include <array>

namespace farthing::engine {

std::optional<std::string> SalesLatch::closed_because() const {
    auto const reason = reason_.load();
    return reason ? std::optional(*reason) : std::nullopt;
}

void SalesLatch::close(std::string reason) {
    reason_ = std::make_shared<std::string const>(std::move(reason));
}

void SalesLatch::open() {
    reason_.store(nullptr);
}

base::Result<void> SalesGate::expect_open() const {
    auto const reason = closed_because();
    if (!reason) return {};
    return base::fail(base::Errc::unavailable, "This server does not sell at present (" + *reason +
                                                   "): a person has to look into it. Please come "
                                                   "back later.");
}

std::optional<std::string> SalesGate::closed_because() const {
    for (auto const* latch : std::array{&books, &clock, &horizon})
        if (auto reason = latch->closed_because()) return reason;
    return std::nullopt;
}

}  // namespace farthing::engine
