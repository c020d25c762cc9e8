#include "net/worker.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>

#include "base/ensure.hpp"
#include "net/threads.hpp"
#include "net/worker_loop.hpp"

namespace farthing::net {

namespace asio = boost::asio;

void Worker::Loop::run() {
    block_signals();
    while (!io.stopped()) {
        try {
            io.run();
        } catch (std::exception const& error) {
            if (error_log) error_log("background work: " + std::string(error.what()));
        }
    }
}

Worker::Worker(std::function<void(std::string_view)> error_log)
    : loop_(std::make_unique<Loop>(std::move(error_log))) {
    loop_->thread = std::thread([loop = loop_.get()] { loop->run(); });
}

Worker::~Worker() {
    base::ensure(loop_->thread.get_id() != std::this_thread::get_id());
    loop_->io.stop();
    loop_->thread.join();
}

void Worker::post(Task task) {
    asio::post(loop_->io, std::move(task));
}

void Worker::after(std::chrono::milliseconds delay, Task task) {
    auto const timer = std::make_shared<asio::steady_timer>(loop_->io, delay);
    // Started on the loop's own thread, since two threads must not touch one timer.
    asio::post(loop_->io, [timer, task = std::move(task)]() mutable {
        timer->async_wait([timer, task = std::move(task)](boost::system::error_code error) {
            if (!error) task();
        });
    });
}

}  // namespace farthing::net
