#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "delivery/catalogue.hpp"

namespace farthing::app {

/// The goods that a source names, as far as they are right.
struct GoodsList {
    std::vector<delivery::Shelved> goods;
    /// What is wrong with entries that are left out: each names its place and what would be right.
    std::vector<std::string> faults = {};
    std::size_t left_out = 0;  ///< How many those are.
    /// Secrets that lie open: one line for the operator. Empty: none does.
    std::string exposed = {};
    /// Goods without a file that can be sent, as missing_files() names them.
    std::vector<std::string> missing = {};
};

/// Where a publisher's endpoint reads its goods from: a list, or a folder.
class GoodsSource {
public:
    virtual ~GoodsSource() = default;
    /// Reads everything, and looks for the files. The error says why nothing could be read at all.
    virtual base::Result<GoodsList> read() const = 0;
    /// Another text when something has changed since the last call. Cheap: it opens no file.
    virtual std::string fingerprint() const = 0;
    /// What messages call it.
    virtual std::string name() const = 0;
};

}  // namespace farthing::app
