#pragma once

#include <string>
#include <string_view>

namespace farthing::app {

/// The text with a question mark for every control character: what others wrote must not command
/// somebody's terminal.
std::string printable(std::string_view text);

/// One line on standard error that counts, if somebody looks: nothing when it is no terminal.
class Counter {
public:
    Counter(std::size_t all, std::string_view what) : all_(all), what_(what) {}
    void show(std::size_t done);
    ~Counter();
    Counter(Counter const&) = delete;
    Counter& operator=(Counter const&) = delete;

private:
    std::size_t all_;
    std::string what_;
    bool shown_ = false;
};

}  // namespace farthing::app
