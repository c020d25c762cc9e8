#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "app/goods_source.hpp"
#include "base/log.hpp"
#include "base/scheduler.hpp"
#include "delivery/catalogue.hpp"

namespace farthing::app {

/// The goods that an endpoint delivers at this moment. Network threads read it while another list
/// takes its place: a request keeps the one that it began with.
class Shelf : public std::enable_shared_from_this<Shelf> {
public:
    explicit Shelf(base::Log& log) : log_(log) {}

    std::shared_ptr<delivery::Catalogue const> catalogue() const;
    void fill(std::vector<delivery::Shelved> goods);
    /// Fills it from a source, and again within a second whenever the source changes. The log is
    /// told of entries that are left out, of missing files and of secrets that are dangerous. The
    /// error is that of the first reading; when a later one fails, everything stays as it is. A
    /// list of which no entry is right fails.
    base::Result<void> follow(std::shared_ptr<GoodsSource const> const& source,
                              base::Scheduler& scheduler);

private:
    base::Result<void> fill(GoodsSource const& source);
    void look_later(std::shared_ptr<GoodsSource const> const& source, base::Scheduler& scheduler,
                    std::string const& seen);
    void look(GoodsSource const& source);

    base::Log& log_;
    mutable std::mutex mutex_;  ///< Of what follows.
    std::shared_ptr<delivery::Catalogue const> catalogue_ =
        std::make_shared<delivery::Catalogue const>();
};

}  // namespace farthing::app
