#pragma once

namespace farthing::app {

/// Opens what lies below a folder, by no symbolic link. The kernel does the checking, so no
/// spelling escapes it. `flags` as for open(); -1 with errno when it cannot be.
int open_beneath(int folder, char const* name, int flags);

}  // namespace farthing::app
