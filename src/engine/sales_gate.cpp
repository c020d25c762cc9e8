#include "engine/sales_gate.hpp"

#include <algorithm>

namespace farthing::engine {

base::Result<void> SalesGate::expect_open() const {
    auto const reason = closed_because();
    if (!reason) return {};
    return base::fail(base::Errc::unavailable,
                      "This server does not sell at present (" + *reason +
                          "): its books are being looked into. Please come back later.");
}

std::optional<std::string> SalesGate::closed_because() const {
    auto const* reason = reason_.load();
    return reason != nullptr ? std::optional(*reason) : std::nullopt;
}

void SalesGate::close(std::string reason) {
    auto known = std::ranges::find(reasons_, reason);
    if (known == reasons_.end()) known = reasons_.insert(known, std::move(reason));
    reason_ = &*known;
}

void SalesGate::open() {
    reason_ = nullptr;
}

}  // namespace farthing::engine
