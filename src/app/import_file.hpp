#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/good_input.hpp"

namespace farthing::app {

constexpr std::size_t kMostImportBytes = 64 * 1024 * 1024;
constexpr std::size_t kMostImportedGoods = 100'000;

struct ImportedGood {
    std::size_t line = 0;  ///< Of the file, counted from 1.
    GoodInput good;
};

/// What is wrong with a good of the file, or with the file.
struct ImportFault {
    std::size_t line = 0;  ///< 0: the file as a whole.
    std::string message;
};

/// The goods of a file, and everything that is wrong with it.
struct ImportFile {
    std::vector<ImportedGood> goods = {};
    std::vector<ImportFault> faults = {};
};

/// Reads CSV whose first line names the fields of read_good_input, in any order.
ImportFile parse_csv_goods(std::string_view text, base::Random& random);

/// Reads a JSON array of objects with those fields, such as `farthing goods list --json` prints.
ImportFile parse_json_goods(std::string_view text, base::Random& random);

}  // namespace farthing::app
