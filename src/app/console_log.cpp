#include "app/console_log.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/clock.hpp"
#include "http/json_text.hpp"

namespace farthing::app {
namespace {

constexpr std::size_t kAccessLogBytes = 32 * 1024 * 1024;
constexpr std::size_t kAccessLogFiles = 3;
/// A receipt is longer.
constexpr std::size_t kLoggedPartBytes = 128;

spdlog::level::level_enum to_spdlog(base::LogLevel level) {
    switch (level) {
        case base::LogLevel::debug:
            return spdlog::level::debug;
        case base::LogLevel::info:
            return spdlog::level::info;
        case base::LogLevel::warning:
            return spdlog::level::warn;
        case base::LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string for_people(std::string_view event, std::initializer_list<base::Log::Field> fields) {
    std::string line(event);
    for (auto const& [name, value] : fields) {
        line.append("  ").append(name).append("=");
        http::append_json_text(line, value);
    }
    return line;
}

std::string for_programs(std::string_view event, std::initializer_list<base::Log::Field> fields) {
    std::string line;
    http::append_json_text(line, event);
    for (auto const& [name, value] : fields) {
        line.append(",");
        http::append_json_text(line, name);
        line.append(":");
        http::append_json_text(line, value);
    }
    return line;
}

/// The path of a request with a star for each part that is as long as a receipt, however it is
/// spelled: who reads the log must not be able to read what others have paid for.
std::string without_receipts(std::string_view path) {
    std::string shown;
    while (!path.empty()) {
        auto const part = path.substr(0, path.find('/', 1));
        shown += part.size() > kLoggedPartBytes ? "/*" : part;
        path.remove_prefix(part.size());
    }
    return shown;
}

}  // namespace

ConsoleLog::ConsoleLog()
    : logger_(std::make_shared<spdlog::logger>("farthing",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())),
      for_people_(::isatty(STDERR_FILENO) == 1) {
    logger_->set_pattern(for_people_
                             ? "%H:%M:%S %l  %v"
                             : R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","event":%v})",
                         spdlog::pattern_time_type::utc);
    logger_->flush_on(spdlog::level::info);
}

ConsoleLog::~ConsoleLog() = default;

void ConsoleLog::write(base::LogLevel level, std::string_view event,
                       std::initializer_list<Field> fields) {
    logger_->log(to_spdlog(level), "{}",
                 for_people_ ? for_people(event, fields) : for_programs(event, fields));
}

AccessLogFile::AccessLogFile(std::filesystem::path const& file)
    : logger_(std::make_shared<spdlog::logger>(
          "access", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                        file.string(), kAccessLogBytes, kAccessLogFiles))) {
    logger_->set_pattern("%v");
    logger_->flush_on(spdlog::level::info);
}

AccessLogFile::~AccessLogFile() = default;

void AccessLogFile::write(net::AccessRecord const& record) {
    auto shown = record;
    auto const path = without_receipts(record.path);
    shown.path = path;
    logger_->info("{}", net::to_json_line(shown, base::SystemClock().now()));
}

}  // namespace farthing::app
