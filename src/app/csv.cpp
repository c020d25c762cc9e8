#include "app/csv.hpp"

#include "base/result.hpp"

namespace farthing::app {
namespace {

using base::Result;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

char separator_of(std::string_view text) {
    auto const first = text.substr(0, text.find('\n'));
    bool const semicolons = first.find(';') != first.npos && first.find(',') == first.npos;
    return semicolons ? ';' : ',';
}

/// Takes the text apart from its beginning.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

    bool is_at_end() const { return text_.empty(); }
    std::size_t fault_line() const { return fault_line_; }

    Result<CsvRecord> record() {
        CsvRecord record{.line = line_, .fields = {}};
        for (;;) {
            auto field = text_.starts_with('"') ? quoted() : plain();
            if (!field) return field.error();
            record.fields.push_back(std::move(*field));
            if (take_line_end()) return record;
            text_.remove_prefix(1);  // The separator.
        }
    }

private:
    Result<std::string> plain() {
        auto const end = text_.find_first_of(std::string{separator_, '\n', '"'});
        auto field = text_.substr(0, end);
        if (end != text_.npos && text_[end] == '"')
            return fault(line_,
                         "a quote stands within a field; put quotes around the field and "
                         "double those in it");
        text_.remove_prefix(field.size());
        // The CR of a line's end is none of the field.
        if (field.ends_with('\r') && !text_.starts_with(separator_)) field.remove_suffix(1);
        return std::string(field);
    }

    Result<std::string> quoted() {
        auto const begin = line_;
        std::string field;
        for (text_.remove_prefix(1);; text_.remove_prefix(1)) {
            auto const quote = text_.find('"');
            if (quote == text_.npos) return fault(begin, "the quote that begins here has no end");
            field += text_.substr(0, quote);
            text_.remove_prefix(quote + 1);
            if (!text_.starts_with('"')) break;
            field += '"';
        }
        for (auto const c : field) line_ += c == '\n' ? 1 : 0;
        bool const ends = text_.empty() || text_.starts_with(separator_) ||
                          text_.starts_with('\n') || text_.starts_with("\r\n");
        if (!ends) return fault(line_, "something follows the quote that ends a field");
        return field;
    }

    base::Error fault(std::size_t line, std::string what) {
        fault_line_ = line;
        return base::fail(base::Errc::invalid_request, std::move(what));
    }

    bool take_line_end() {
        if (text_.empty()) return true;
        if (text_.starts_with("\r\n")) text_.remove_prefix(1);
        if (!text_.starts_with('\n')) return false;
        text_.remove_prefix(1);
        ++line_;
        return true;
    }

    std::string_view text_;
    char separator_;
    std::size_t line_ = 1;
    std::size_t fault_line_ = 0;
};

}  // namespace

Csv parse_csv(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    Csv csv;
    Reader reader(text);
    while (!reader.is_at_end()) {
        auto record = reader.record();
        if (!record) {
            csv.fault_line = reader.fault_line();
            csv.fault = record.error().message;
            break;
        }
        bool const is_empty = record->fields.size() == 1 && record->fields.front().empty();
        if (!is_empty) csv.records.push_back(std::move(*record));
    }
    return csv;
}

}  // namespace farthing::app
