#include "net/access_log.hpp"

#include "http/json_text.hpp"

namespace farthing::net {
namespace {

void append(std::string& line, std::string_view key, std::string_view value) {
    line.append(",\"").append(key).append("\":");
    http::append_json_text(line, value);
}

void append(std::string& line, std::string_view key, std::uint64_t value) {
    line.append(",\"").append(key).append("\":").append(std::to_string(value));
}

}  // namespace

std::string to_json_line(AccessRecord const& record, base::Timestamp now) {
    std::string line = "{\"time\":\"" + base::to_rfc3339(now) + "\"";
    append(line, "id", record.id);
    append(line, "peer", record.peer);
    append(line, "method", record.method);
    append(line, "path", record.path);
    append(line, "status", static_cast<std::uint64_t>(record.status));
    append(line, "bytes", record.bytes);
    append(line, "microseconds", static_cast<std::uint64_t>(record.duration.count()));
    append(line, "agent", record.user_agent);
    line += '}';
    return line;
}

}  // namespace farthing::net
