#include "base/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace farthing::base {

void stop_at_broken_invariant(std::source_location where) {
    std::fprintf(stderr, "farthing: broken invariant at %s:%u in %s\n", where.file_name(),
                 static_cast<unsigned>(where.line()), where.function_name());
    std::abort();
}

}  // namespace farthing::base
