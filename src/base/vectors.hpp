#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/ensure.hpp"
#include "base/json.hpp"

/// The files of tests/vectors, for unit tests with one case for each entry. Only tests include
/// this: it reads files.
namespace farthing::base {

/// The path of tests/vectors. Defined alone, so that no other file is compiled anew for each
/// folder that the project is built in.
std::string vectors_folder();

/// A file of tests/vectors; its own "about" says where it comes from.
inline json::object read_vectors(std::string const& name) {
    std::ifstream file(vectors_folder() + "/" + name);
    std::stringstream text;
    text << file.rdbuf();
    ensure(!text.str().empty());
    return json::parse(text.str()).as_object();
}

/// Keys, envelopes, results and amounts.
inline json::object const& stellar_vectors() {
    static auto const vectors = read_vectors("stellar.json");
    return vectors;
}

/// Envelopes with the operations that are only carried.
inline json::object const& operation_vectors() {
    static auto const vectors = read_vectors("operations.json");
    return vectors;
}

/// One entry of a list of vectors, with a name that GoogleTest accepts.
struct VectorCase {
    std::string name;
    json::object const* fields;

    std::string text(std::string_view key) const {
        return std::string(fields->at(key).as_string());
    }
};

inline void PrintTo(VectorCase const& vector, std::ostream* out) {
    *out << vector.name;
}

/// For INSTANTIATE_TEST_SUITE_P: the case's name.
template <class Info>
std::string vector_name(Info const& info) {
    return info.param.name;
}

/// `payment 1 stroop` becomes `Payment1Stroop`.
inline std::string to_test_name(std::string_view text) {
    auto const in = [](char c, char first, char last) { return c >= first && c <= last; };
    std::string name;
    bool starts_word = true;
    for (auto const c : text) {
        bool const letter = in(c, 'a', 'z') || in(c, 'A', 'Z');
        if (letter || in(c, '0', '9'))
            name.push_back(starts_word && in(c, 'a', 'z') ? static_cast<char>(c - 'a' + 'A') : c);
        starts_word = !letter;
    }
    return name.empty() ? "Empty" : name;
}

/// The entries of a list, named by one of their fields. A name that comes twice gets a number.
inline std::vector<VectorCase> vector_cases(json::value const& list, std::string_view name_field) {
    std::vector<VectorCase> cases;
    std::set<std::string> names;
    for (auto const& entry : list.as_array()) {
        auto const& fields = entry.as_object();
        auto const& named = fields.at(name_field);
        auto const text =
            named.is_string() ? std::string(named.as_string()) : json::serialize(named);
        auto name = to_test_name(text);
        for (int i = 2; !names.insert(name).second; ++i)
            name = to_test_name(text) + "_" + std::to_string(i);
        cases.push_back({.name = std::move(name), .fields = &fields});
    }
    return cases;
}

}  // namespace farthing::base
