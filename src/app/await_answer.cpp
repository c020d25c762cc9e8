#include "app/await_answer.hpp"

#include <future>

namespace farthing::app {

base::Result<http::ClientResponse> await_answer(http::Client& client, http::ClientRequest request) {
    using Answer = base::Result<http::ClientResponse>;
    auto const promise = std::make_shared<std::promise<Answer>>();
    auto answer = promise->get_future();
    client.send(std::move(request),
                [promise](Answer response) { promise->set_value(std::move(response)); });
    return answer.get();
}

}  // namespace farthing::app
