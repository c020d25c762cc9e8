#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "app/console_log.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/scheduler.hpp"
#include "net/http_client.hpp"
#include "net/server.hpp"
#include "net/worker.hpp"
#include "store/data_directory.hpp"
#include "store/threaded_database.hpp"

namespace farthing::app {

/// What every part of the program shares: time, randomness, the log, and the thread that outgoing
/// requests and timers run on.
class Runtime {
public:
    Runtime();
    ~Runtime();

    base::Clock const& clock() const { return clock_; }
    base::Random& random() { return random_; }
    base::Log& log() { return log_; }
    base::Scheduler& scheduler() { return scheduler_; }
    /// For the engine's own requests.
    http::Client& client() { return client_; }
    /// For requests that readers cause, so that they cannot crowd out those that settle payments.
    http::Client& readers_client() { return readers_client_; }

    /// Cancels what is under way on the worker's thread and waits for it; later posts come to
    /// nothing. Before anything that callbacks refer to goes.
    void stop();

    /// Options of a server with this runtime's logs, which takes no more connections than leave
    /// files to be opened; `access_log` may be null.
    net::ServerOptions server_options(std::string listen, AccessLogFile* access_log);
    /// Options of a database that ends the process when a commit's outcome cannot be known.
    store::ThreadedDatabase::Options database_options(std::filesystem::path const& file);
    /// The same for the platform's database in the folder, with the keys of its secrets.
    /// `key_file` may be empty: then see sealing_key_place().
    store::ThreadedDatabase::Options platform_database_options(
        store::DataDirectory const& data, std::filesystem::path const& key_file);

private:
    /// The worker's thread, as the rooms below see it. A database thread may still post while the
    /// program stops, when the worker is gone already.
    class WorkerScheduler final : public base::Scheduler {
    public:
        explicit WorkerScheduler(base::Log& log);
        net::Worker& worker() { return *worker_; }
        void post(std::function<void()> work) override;
        void after(std::chrono::milliseconds delay, std::function<void()> work) override;
        void stop();

    private:
        std::mutex mutex_;
        std::unique_ptr<net::Worker> worker_;
    };

    /// An HTTP client that may be stopped while others still hold it: from then on it answers
    /// `unavailable`.
    class StoppableClient final : public http::Client {
    public:
        explicit StoppableClient(net::Worker& worker)
            : client_(std::make_unique<net::HttpClient>(worker)) {}
        void send(http::ClientRequest request,
                  std::function<void(base::Result<http::ClientResponse>)> done) override;
        std::shared_ptr<http::ClientStream> stream(http::ClientRequest request,
                                                   http::StreamListener listener) override;
        void stop();

    private:
        std::mutex mutex_;
        std::unique_ptr<net::HttpClient> client_;
    };

    std::size_t descriptors_;  ///< That this process may have open.
    base::SystemClock clock_;
    base::SystemRandom random_;
    ConsoleLog log_;
    WorkerScheduler scheduler_{log_};
    StoppableClient client_{scheduler_.worker()};
    StoppableClient readers_client_{scheduler_.worker()};
};

/// Does something when the block ends, however it ends.
class AtExit {
public:
    explicit AtExit(std::function<void()> action) : action_(std::move(action)) {}
    AtExit(AtExit const&) = delete;
    AtExit& operator=(AtExit const&) = delete;
    ~AtExit() { action_(); }

private:
    std::function<void()> action_;
};

}  // namespace farthing::app
