#pragma once

#include <atomic>
#include <list>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace farthing::engine {

/// Whether the platform takes orders and gives receipts. It is closed while its books are not known
/// to be in order; what is under way is settled all the same.
///
/// One thread at a time closes and opens it; any may ask.
class SalesGate {
public:
    /// unavailable, with a sentence for the reader, while it is closed.
    base::Result<void> expect_open() const;
    /// Why it is closed, in a word or two for the operator, such as "breach M3".
    std::optional<std::string> closed_because() const;

    void close(std::string reason);
    void open();

private:
    /// Every reason that there ever was, once: those who ask may still be reading one.
    std::list<std::string> reasons_;
    std::atomic<std::string const*> reason_ = nullptr;  ///< Null: open.
};

}  // namespace farthing::engine
