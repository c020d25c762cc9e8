#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace farthing::engine {

/// One of the things that may keep the platform from selling.
///
/// One thread at a time closes and opens it; any may ask.
class SalesLatch {
public:
    void close(std::string reason);
    void open();
    std::optional<std::string> closed_because() const;

private:
    std::atomic<std::shared_ptr<std::string const>> reason_;  ///< Null: open.
};

/// Whether the platform takes orders and gives receipts on one network: not while its books, which
/// are those of all networks, are not known to be in order, nor while its clock cannot be right or
/// its Horizon is of another network. What is under way is settled all the same.
struct SalesGate {
    SalesLatch const& books;
    SalesLatch clock = {};
    SalesLatch horizon = {};

    /// unavailable, with a sentence for the reader, while it is closed.
    base::Result<void> expect_open() const;
    /// Why it is closed, in a word or two for the operator, such as "breach M3".
    std::optional<std::string> closed_because() const;
};

}  // namespace farthing::engine
