#include "app/import_file.hpp"

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <set>

#include "app/csv.hpp"
#include "base/json_parts.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;

ImportFile refuse(std::size_t line, std::string message) {
    return {.faults = {{.line = line, .message = std::move(message)}}};
}

ImportFile refuse_many() {
    return refuse(
        0, "there are more than " + std::to_string(kMostImportedGoods) + " goods; split the file");
}

void add(ImportFile& file, std::size_t line, base::Result<GoodInput> good) {
    if (good)
        file.goods.push_back({.line = line, .good = std::move(*good)});
    else
        file.faults.push_back({.line = line, .message = good.error().message});
}

base::Result<json::object> to_object(CsvRecord const& names, CsvRecord const& record) {
    if (record.fields.size() != names.fields.size())
        return base::fail(base::Errc::invalid_request, "there are " +
                                                           std::to_string(record.fields.size()) +
                                                           " fields, but the first line names " +
                                                           std::to_string(names.fields.size()));
    json::object object;
    for (std::size_t i = 0; i < names.fields.size(); ++i)
        object[names.fields[i]] = record.fields[i];
    return object;
}

/// What is wrong with the line that names the fields. Empty: nothing.
std::string fault_of_names(CsvRecord const& names) {
    for (auto const& name : names.fields)
        if (auto const known = check_field_name(name); !known) return known.error().message;
    std::set<std::string> const different(names.fields.begin(), names.fields.end());
    return different.size() < names.fields.size() ? "a field is named twice" : "";
}

/// The lines on which the elements of an array begin. The text must be one, as valid JSON.
std::vector<std::size_t> lines_of_elements(std::string_view text) {
    std::vector<std::size_t> lines;
    std::size_t line = 1;
    auto const* counted = text.data();
    for (auto const element : base::json_parts(text)) {
        line += static_cast<std::size_t>(std::count(counted, element.data(), '\n'));
        counted = element.data();
        lines.push_back(line);
    }
    return lines;
}

/// The line on which the text ceases to be JSON; 0 when something else is wrong with it.
std::size_t line_of_fault(std::string_view text) {
    json::stream_parser parser;
    json::error_code error;
    auto const read = parser.write_some(text.data(), text.size(), error);
    if (!error) return 0;
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, read), '\n'));
}

/// All may stand on one line, so that a fault names the element as well.
base::Result<GoodInput> read_element(json::value const& element, std::size_t number,
                                     base::Random& random) {
    auto const named = [number](std::string const& fault) {
        return base::fail(base::Errc::invalid_request,
                          "good " + std::to_string(number) + ": " + fault);
    };
    if (!element.is_object()) return named("a good must be a JSON object");
    auto good = read_good_input(element.get_object(), random);
    if (!good) return named(good.error().message);
    return good;
}

}  // namespace

ImportFile parse_csv_goods(std::string_view text, base::Random& random) {
    auto const csv = parse_csv(text);
    if (csv.fault_line > 0) return refuse(csv.fault_line, csv.fault);
    auto const& records = csv.records;
    if (records.empty())
        return refuse(1, "the first line must name the fields, such as price,title,url");
    auto const& names = records.front();
    if (auto fault = fault_of_names(names); !fault.empty())
        return refuse(names.line, std::move(fault));
    if (records.size() > kMostImportedGoods + 1) return refuse_many();
    ImportFile file;
    for (std::size_t i = 1; i < records.size(); ++i) {
        auto const& record = records[i];
        auto object = to_object(names, record);
        add(file, record.line,
            object ? read_good_input(std::move(*object), random)
                   : base::Result<GoodInput>(object.error()));
    }
    return file;
}

ImportFile parse_json_goods(std::string_view text, base::Random& random) {
    auto const value = base::parse_json(text);
    if (!value) return refuse(line_of_fault(text), value.error().message);
    if (!value->is_array()) return refuse(0, "the file must hold a JSON array of goods");
    auto const& elements = value->get_array();
    if (elements.size() > kMostImportedGoods) return refuse_many();
    auto const lines = lines_of_elements(text);
    ImportFile file;
    for (std::size_t i = 0; i < elements.size(); ++i)
        add(file, lines.at(i), read_element(elements[i], i + 1, random));
    return file;
}

}  // namespace farthing::app
