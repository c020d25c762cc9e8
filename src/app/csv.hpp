#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace farthing::app {

struct CsvRecord {
    std::size_t line = 0;  ///< Where it begins, counted from 1.
    std::vector<std::string> fields;
};

/// What was read before the text made no sense, and where it did not.
struct Csv {
    std::vector<CsvRecord> records = {};
    std::size_t fault_line = 0;  ///< 0: there is no fault.
    std::string fault = {};
};

/// Reads comma-separated values (RFC 4180): quotes around fields that hold commas, quotes (doubled)
/// or line ends. Lines end in LF or CRLF; empty ones and a byte order mark are passed over.
///
/// When the first line has semicolons and no comma, those separate: so spreadsheets write the
/// format where the comma is the decimal point.
Csv parse_csv(std::string_view text);

}  // namespace farthing::app
