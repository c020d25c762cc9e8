#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/file_cache.hpp"
#include "app/goods_file.hpp"
#include "app/runtime.hpp"
#include "net/server.hpp"

namespace farthing::app {

/// A publisher's endpoint: delivers paid files against receipts, without database or platform.
class Publisher {
public:
    struct Options {
        std::string listen;
        std::filesystem::path folder;      ///< Of the paid files.
        std::filesystem::path access_log;  ///< Empty: none.
        unsigned threads = 0;              ///< 0: one for each core.
    };

    /// Listens. Throws std::runtime_error with what is wrong.
    Publisher(Runtime& runtime, Options options);

    /// Serves the goods, and whatever `add_pages` adds.
    void start(std::vector<Shelved> const& goods,
               std::function<void(http::Router&)> const& add_pages = {});
    void stop() { server_.stop(); }
    /// Where it answers, without a slash at the end.
    std::string url() const { return "http://" + server_.address(); }

private:
    Runtime& runtime_;
    FileCache files_;
    std::optional<AccessLogFile> access_log_;
    net::Server server_;
};

}  // namespace farthing::app
