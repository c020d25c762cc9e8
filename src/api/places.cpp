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

/// The request lives until it is answered.
store::Database::Decide<Response> bound(StoreHandler handler, Request const& request) {
    return [handler = std::move(handler), &request](store::Transaction& transaction) {
        return handler(request, transaction);
    };
}

}  // namespace

http::Handler on_reader(store::Database& database, StoreHandler handler) {
    return http::DeferredHandler(
        [&database, handler = std::move(handler)](Request const& request, Respond respond) {
            database.read<Response>(bound(handler, request), answer_with(std::move(respond)));
        });
}

http::Handler on_writer(store::Database& database, Prepare prepare) {
    return http::DeferredHandler([&database, prepare = std::move(prepare)](Request const& request,
                                                                           Respond respond) {
        database.write<Response>(bound(prepare(request), request), answer_with(std::move(respond)));
    });
}

http::Handler on_reader_then_writer(store::Database& database, PrepareOnReader prepare) {
    return http::DeferredHandler(
        [&database, prepare = std::move(prepare)](Request const& request, Respond respond) {
            auto done = [&database, &request,
                         answer = answer_with(std::move(respond))](Result<StoreHandler> prepared) {
                if (!prepared) return answer(prepared.error());
                database.write<Response>(bound(std::move(*prepared), request), answer);
            };
            database.read<StoreHandler>(
                [&prepare, &request](store::Transaction& transaction) {
                    return prepare(request, transaction);
                },
                std::move(done));
        });
}

}  // namespace farthing::api
