#include "base/vectors.hpp"

namespace farthing::base {

std::string vectors_folder() {
    return FARTHING_VECTORS;
}

}  // namespace farthing::base
