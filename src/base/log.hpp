#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

namespace farthing::base {

enum class LogLevel { debug, info, warning, error };

/// Where the program tells its operator what happens. May be called from any thread.
///
/// `event` is a short fixed text; what varies stands in the fields, so that a line can be searched
/// by `order` or `store`. Nothing that is secret is ever logged: no receipt, key, signature, or
/// query.
class Log {
public:
    using Field = std::pair<std::string_view, std::string_view>;

    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view event,
                       std::initializer_list<Field> fields) = 0;

    void info(std::string_view event, std::initializer_list<Field> fields = {}) {
        write(LogLevel::info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
        write(LogLevel::warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<Field> fields = {}) {
        write(LogLevel::error, event, fields);
    }
};

}  // namespace farthing::base
