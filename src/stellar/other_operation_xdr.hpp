#pragma once

#include "stellar/operation.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {

/// True for the types of operations that Stellar has and operation.hpp has no struct for.
bool is_other_operation(std::int32_t type);

/// Reads the body of an operation that is only carried, behind its type: checks its structure and
/// keeps its bytes. A fault in the XdrReader when it is malformed, or when the type is not one of
/// those.
OtherOperation read_other_operation(XdrReader& in, std::int32_t type);

}  // namespace farthing::stellar
