#pragma once

#include <filesystem>
#include <memory>

#include "base/log.hpp"
#include "net/access_log.hpp"

namespace spdlog {
class logger;  // NOLINT(readability-identifier-naming): the library's own name.
}

namespace farthing::app {

/// The operator's log on standard error: lines for people on a terminal, JSON lines elsewhere.
/// Control characters are escaped, so nothing from outside can forge a line.
class ConsoleLog final : public base::Log {
public:
    ConsoleLog();
    ~ConsoleLog() override;
    void write(base::LogLevel level, std::string_view event,
               std::initializer_list<Field> fields) override;

private:
    std::shared_ptr<spdlog::logger> logger_;
    bool for_people_;
};

/// One JSON line for each answered request, in a file that is turned over before it grows large.
class AccessLogFile {
public:
    explicit AccessLogFile(std::filesystem::path const& file);
    ~AccessLogFile();
    void write(net::AccessRecord const& record);

private:
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace farthing::app
