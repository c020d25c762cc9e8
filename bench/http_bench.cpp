// A small server to measure the network room with: `http_bench [--mode immediate|deferred]
// [--threads N] [--log]`.
//
// Prints its port, then serves until it is told to stop. `/memory` answers 1 KiB from memory,
// `/file` the same from a file,
// `/large` 1 MiB from a file; each by the handler kind that --mode says. bench/http_bench.sh
// compares it with nginx.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/numbers.hpp"
#include "base/random.hpp"
#include "net/server.hpp"

namespace {

using namespace farthing;

constexpr std::size_t kSmall = 1024;
constexpr std::size_t kLarge = 1024 * 1024;

struct Arguments {
    bool deferred = false;
    bool log = false;
    unsigned threads = 1;
};

Arguments parse(int count, char** values) {
    Arguments arguments;
    for (int i = 1; i < count; ++i) {
        std::string_view const word = values[i];
        bool const has_value = i + 1 < count;
        if (word == "--mode" && has_value)
            arguments.deferred = std::string_view(values[++i]) == "deferred";
        if (word == "--threads" && has_value)
            arguments.threads = *base::parse_int<unsigned>(values[++i]);
        if (word == "--log") arguments.log = true;
    }
    return arguments;
}

std::shared_ptr<http::File const> make_file(std::size_t size) {
    std::string path = "/tmp/http_bench.XXXXXX";
    int const descriptor = ::mkstemp(path.data());
    ::unlink(path.c_str());
    std::string const content(size, 'f');
    if (::write(descriptor, content.data(), size) != static_cast<ssize_t>(size)) std::abort();
    return std::make_shared<http::File const>(descriptor, size);
}

/// Answers on a thread of its own, all that has gathered at once, as the writer thread of the
/// server does.
class Worker {
public:
    Worker() : thread_([this] { run(); }) {}
    ~Worker() {
        {
            std::lock_guard const lock(mutex_);
            ended_ = true;
        }
        changed_.notify_one();
        thread_.join();
    }
    void push(http::Respond respond) {
        {
            std::lock_guard const lock(mutex_);
            waiting_.push_back(std::move(respond));
        }
        changed_.notify_one();
    }

private:
    void run() {
        std::vector<http::Respond> batch;
        std::string const body(kSmall, 'm');
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
                if (ended_) return;
                batch.swap(waiting_);
            }
            for (auto const& respond : batch) {
                http::Response response;
                response.add("Content-Type", "text/plain").set_body(body);
                respond(std::move(response));
            }
            batch.clear();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<http::Respond> waiting_;
    bool ended_ = false;
    std::thread thread_;
};

http::Router make_router(Arguments const& arguments, Worker& worker) {
    static std::string const memory(kSmall, 'm');
    auto const small = make_file(kSmall);
    auto const large = make_file(kLarge);
    auto const file = [](std::shared_ptr<http::File const> const& content) {
        return [content](http::Request const&, http::Response& response) {
            response.add("Content-Type", "text/plain")
                .set_body(http::FileSlice{content, 0, content->size()});
        };
    };
    http::Handler memory_handler =
        http::ImmediateHandler([](http::Request const&, http::Response& response) {
            response.add("Content-Type", "text/plain").set_body(std::string_view(memory));
        });
    if (arguments.deferred)
        memory_handler =
            http::DeferredHandler([&worker](http::Request const&, http::Respond respond) {
                worker.push(std::move(respond));
            });
    http::Router router;
    router.add({http::Method::get, "/memory", memory_handler});
    router.add({http::Method::get, "/file", http::ImmediateHandler(file(small))});
    router.add({http::Method::get, "/large", http::ImmediateHandler(file(large))});
    return router;
}

}  // namespace

int main(int count, char** values) {
    auto const arguments = parse(count, values);
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGINT);
    sigaddset(&stop_signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &stop_signals, nullptr);

    base::SystemClock const clock;
    base::SystemRandom random;
    Worker worker;
    net::ServerOptions options;
    options.threads = arguments.threads;
    std::atomic<std::size_t> logged = 0;
    if (arguments.log)
        options.access_log = [&](net::AccessRecord const& record) {
            logged += net::to_json_line(record, clock.now()).size();
        };
    net::Server server(std::move(options), clock, random);
    auto const started = server.listen();
    if (!started) {
        std::fprintf(stderr, "%s\n", started.error().message.c_str());
        return 1;
    }
    server.serve(make_router(arguments, worker));
    std::printf("%d\n", server.port());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&stop_signals, &signal);
    server.stop();
}
