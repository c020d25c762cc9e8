#include "app/runtime.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "app/sealing_key.hpp"

namespace farthing::app {
namespace {

constexpr char const* kStopping = "the server is stopping";

/// A server's part of the descriptors. There are up to four, and a connection may need one more for
/// the file that it is sent; the rest is for databases, content and outgoing requests.
constexpr std::size_t kDescriptorParts = 8;

/// Lets this process open as much as the system allows it at most; what a shell or service manager
/// begins with is meant for programs that use select(). How much that is.
std::size_t raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    auto const before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before;
}

/// What is left of a stream that ended before it began.
class NoStream final : public http::ClientStream {
public:
    void cancel() override {}
};

}  // namespace

void Runtime::WorkerScheduler::post(std::function<void()> work) {
    std::lock_guard const lock(mutex_);
    if (worker_) worker_->post(std::move(work));
}

void Runtime::WorkerScheduler::after(std::chrono::milliseconds delay, std::function<void()> work) {
    std::lock_guard const lock(mutex_);
    if (worker_) worker_->after(delay, std::move(work));
}

/// The worker's own tasks post too, so it is waited for without the lock.
void Runtime::WorkerScheduler::stop() {
    std::unique_ptr<net::Worker> worker;
    {
        std::lock_guard const lock(mutex_);
        worker = std::move(worker_);
    }
}

Runtime::WorkerScheduler::WorkerScheduler(base::Log& log)
    : worker_(std::make_unique<net::Worker>([&log](std::string_view line) {
          log.error("background work failed", {{"error", line}});
      })) {}

void Runtime::StoppableClient::send(http::ClientRequest request,
                                    std::function<void(base::Result<http::ClientResponse>)> done) {
    {
        std::lock_guard const lock(mutex_);
        if (client_) return client_->send(std::move(request), std::move(done));
    }
    done(base::fail(base::Errc::unavailable, kStopping));
}

std::shared_ptr<http::ClientStream> Runtime::StoppableClient::stream(
    http::ClientRequest request, http::StreamListener listener) {
    {
        std::lock_guard const lock(mutex_);
        if (client_) return client_->stream(std::move(request), std::move(listener));
    }
    if (listener.on_end) listener.on_end(base::fail(base::Errc::unavailable, kStopping));
    return std::make_shared<NoStream>();
}

/// Requests under way are answered meanwhile, and those answers may ask again: so without the lock.
void Runtime::StoppableClient::stop() {
    std::unique_ptr<net::HttpClient> client;
    {
        std::lock_guard const lock(mutex_);
        client = std::move(client_);
    }
}

Runtime::Runtime() : descriptors_(raise_descriptor_limit()) {}

Runtime::~Runtime() {
    stop();
}

void Runtime::stop() {
    client_.stop();
    readers_client_.stop();
    scheduler_.stop();
}

net::ServerOptions Runtime::server_options(std::string listen, AccessLogFile* access_log) {
    net::ServerOptions options;
    options.listen = std::move(listen);
    options.connections_max =
        std::clamp<std::size_t>(descriptors_ / kDescriptorParts, 1, options.connections_max);
    if (access_log != nullptr)
        options.access_log = [access_log](net::AccessRecord const& record) {
            access_log->write(record);
        };
    options.error_log = [this](std::string_view line) { log_.error("server", {{"error", line}}); };
    return options;
}

store::ThreadedDatabase::Options Runtime::database_options(std::filesystem::path const& file) {
    return {.file = file, .on_fatal = [this, file](std::string const& why) {
                // Nothing in memory may be believed any more, so nothing is flushed or closed: the
                // next start reads the disk.
                log_.error("a commit's outcome is unknown; stopping, start again",
                           {{"file", file.string()}, {"error", why}});
                ::_exit(EXIT_FAILURE);
            }};
}

store::ThreadedDatabase::Options Runtime::platform_database_options(
    store::DataDirectory const& data, std::filesystem::path const& key_file) {
    auto options = database_options(data.file(store::kPlatformFile));
    options.keys = sealing_keys(data, key_file, random_);
    return options;
}

}  // namespace farthing::app
