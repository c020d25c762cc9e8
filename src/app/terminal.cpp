#include "app/terminal.hpp"

#include <unistd.h>

#include <cstdio>

#include "base/ascii.hpp"

namespace farthing::app {
namespace {

/// U+0080 to U+009F, of which some terminals obey.
bool is_second_control(std::string_view text, std::size_t at) {
    if (text[at] != '\xc2' || at + 1 == text.size()) return false;
    auto const next = static_cast<unsigned char>(text[at + 1]);
    return next >= 0x80 && next <= 0x9f;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (base::is_control(text[i])) {
            shown += '?';
        } else if (is_second_control(text, i)) {
            shown += '?';
            ++i;
        } else {
            shown += text[i];
        }
    }
    return shown;
}

void Counter::show(std::size_t done) {
    if (::isatty(STDERR_FILENO) == 0) return;
    std::fprintf(stderr, "\r%zu of %zu %s", done, all_, what_.c_str());
    shown_ = true;
}

Counter::~Counter() {
    if (shown_) std::fprintf(stderr, "\n");
}

}  // namespace farthing::app
