#pragma once

#include "disk.hpp"

namespace farthing::sim {

/// While it lives, every database that is opened in this process lies on `disk` (an SQLite VFS of
/// our own is the default one). One at a time.
class Mount {
public:
    explicit Mount(Disk& disk);
    ~Mount();
    Mount(Mount const&) = delete;
    Mount& operator=(Mount const&) = delete;
};

}  // namespace farthing::sim
