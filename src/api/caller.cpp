#include "api/caller.hpp"

#include "http/basic_auth.hpp"
#include "store/stores_repository.hpp"

namespace farthing::api {

base::Result<stores::Store> caller(http::Request const& request, store::Transaction& transaction,
                                   std::string_view network) {
    auto credentials = http::basic_credentials(request);
    if (!credentials) return credentials.error();
    store::StoresRepository stores(transaction);
    return stores::authenticate(
        stores, {.key = std::move(credentials->user), .secret = std::move(credentials->password)},
        network);
}

}  // namespace farthing::api
