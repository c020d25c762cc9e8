#include "api/places.hpp"

#include "base/log.hpp"
#include "http/errors.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Request;
using http::Respond;
using http::Response;

store::Database::Done<Response> answer_with(Respond respond) {
    return [respond = std::move(respond)](Result<Response> response) {
        respond(response ? std::move(*response) : http::error_response(response.error()));
    };
}

}  // namespace

http::Handler on_reader(store::Database& database, StoreHandler handler) {
    return http::DeferredHandler(
        [&database, handler = std::move(handler)](Request const& request, Respond respond) {
            database.read<Response>(
                [&handler, &request](store::Transaction& transaction) {
                    return handler(request, transaction);
                },
                answer_with(std::move(respond)));
        });
}

http::Handler on_writer(store::Database& database, StoreHandler handler) {
    return http::DeferredHandler(
        [&database, handler = std::move(handler)](Request const& request, Respond respond) {
            database.write<Response>(
                [&handler, &request](store::Transaction& transaction) {
                    return handler(request, transaction);
                },
                answer_with(std::move(respond)));
        });
}

}  // namespace farthing::api
