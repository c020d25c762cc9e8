#include "app/shelf.hpp"

#include "delivery/overlaps.hpp"
#include "delivery/secrets.hpp"

namespace farthing::app {
namespace {

constexpr std::chrono::milliseconds kLookEvery(1'000);

}  // namespace

std::shared_ptr<delivery::Catalogue const> Shelf::catalogue() const {
    std::lock_guard const lock(mutex_);
    return catalogue_;
}

void Shelf::fill(std::vector<delivery::Shelved> goods) {
    auto filled = std::make_shared<delivery::Catalogue const>(std::move(goods));
    std::lock_guard const lock(mutex_);
    catalogue_.swap(filled);
}

base::Result<void> Shelf::fill(GoodsSource const& source) {
    auto list = source.read();
    if (!list) return list.error();
    // Somebody is in the middle of writing it, or it is no list at all.
    if (list->goods.empty() && !list->faults.empty())
        return base::fail(base::Errc::invalid_request, list->faults.front());
    for (auto const& fault : list->faults) log_.error("a good is left out", {{"because", fault}});
    for (auto const& missing : list->missing)
        log_.error("a good cannot be sent", {{"because", missing}});
    if (!list->exposed.empty()) log_.warning("a secret is dangerous", {{"because", list->exposed}});
    for (auto const& warning : delivery::secret_warnings(list->goods))
        log_.warning("a secret is dangerous", {{"because", warning}});
    for (auto const& warning : delivery::overlap_warnings(list->goods))
        log_.warning("a good is opened by another's receipt", {{"because", warning}});
    fill(std::move(list->goods));
    return {};
}

base::Result<void> Shelf::follow(std::shared_ptr<GoodsSource const> const& source,
                                 base::Scheduler& scheduler) {
    // Before the reading: what changes meanwhile is a change.
    auto const seen = source->fingerprint();
    if (auto const filled = fill(*source); !filled) return filled.error();
    look_later(source, scheduler, seen);
    return {};
}

void Shelf::look_later(std::shared_ptr<GoodsSource const> const& source, base::Scheduler& scheduler,
                       std::string const& seen) {
    scheduler.after(kLookEvery, [weak = weak_from_this(), source, &scheduler, seen] {
        auto const self = weak.lock();
        if (self == nullptr) return;
        auto const now = source->fingerprint();
        if (now != seen) self->look(*source);
        self->look_later(source, scheduler, now);
    });
}

void Shelf::look(GoodsSource const& source) {
    if (auto const filled = fill(source); !filled)
        return log_.error("the goods cannot be read; the old ones stay",
                          {{"because", filled.error().message}});
    log_.info("the goods were read anew",
              {{"from", source.name()}, {"goods", std::to_string(catalogue()->size())}});
}

}  // namespace farthing::app
