#include "http/client.hpp"

#include "http/request.hpp"

namespace farthing::http {

std::string_view ClientResponse::field(std::string_view name) const {
    for (auto const& [key, value] : fields)
        if (equal_ignoring_case(key, name)) return value;
    return {};
}

}  // namespace farthing::http
