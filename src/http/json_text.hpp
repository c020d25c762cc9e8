#pragma once

#include <string>
#include <string_view>

namespace farthing::http {

/// Appends `text` as a JSON string with its quotes. Control characters are escaped, DEL included,
/// so that the result stays on one line and moves no cursor. Text that is not UTF-8 is taken byte
/// by byte as ISO 8859-1.
void append_json_text(std::string& out, std::string_view text);

}  // namespace farthing::http
