#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/file_cache.hpp"
#include "app/runtime.hpp"
#include "app/shelf.hpp"
#include "net/server.hpp"

namespace farthing::app {

/// A publisher's endpoint: delivers paid files against receipts, without database or platform, and
/// answers other web servers at `/verify`.
class Publisher {
public:
    struct Options {
        std::string listen;
        std::filesystem::path folder;  ///< Of the paid files.
        /// The internal location of the nginx in front that sends the files. Empty: they are sent
        /// from here.
        std::string accel = {};
        bool by_file_parameter = false;         ///< `/?file=<name>` is `/<name>`, as in PHP.
        std::filesystem::path access_log = {};  ///< Empty: none.
        unsigned threads = 0;                   ///< 0: one for each core.
    };

    /// Listens. Throws std::runtime_error with what is wrong.
    Publisher(Runtime& runtime, Options const& options);

    /// The goods; may be filled before and while they are served.
    Shelf& shelf() { return *shelf_; }
    /// Serves the goods, and whatever `add_pages` adds.
    void start(std::function<void(http::Router&)> const& add_pages = {});
    void stop() { server_.stop(); }
    /// Where it answers, without a slash at the end.
    std::string url() const { return "http://" + server_.address(); }

private:
    void deliver(http::Request const& request, std::string_view path, http::Response& response);
    void deliver_by_parameter(http::Request const& request, http::Response& response);

    base::ForwardClock clock_;
    std::shared_ptr<Shelf> shelf_;
    bool by_file_parameter_;
    std::unique_ptr<delivery::Files> files_;
    std::optional<AccessLogFile> access_log_;
    net::Server server_;
};

}  // namespace farthing::app
