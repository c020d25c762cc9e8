#include "horizon/pretty.hpp"

#include <gtest/gtest.h>

namespace farthing::horizon {
namespace {

namespace json = base::json;

TEST(Pretty, PutsEveryValueOnItsOwnLine) {
    json::object const value{
        {"a", 1}, {"b", json::array{"x", json::object{{"c", nullptr}}}}, {"d \"e\"", true}};
    EXPECT_EQ(pretty(value),
              "{\n"
              "  \"a\": 1,\n"
              "  \"b\": [\n"
              "    \"x\",\n"
              "    {\n"
              "      \"c\": null\n"
              "    }\n"
              "  ],\n"
              "  \"d \\\"e\\\"\": true\n"
              "}\n");
}

TEST(Pretty, LeavesWhatIsEmptyOnOneLine) {
    EXPECT_EQ(pretty(json::object{}), "{}\n");
    EXPECT_EQ(pretty(json::array{json::array{}, json::object{}}), "[\n  [],\n  {}\n]\n");
    EXPECT_EQ(pretty("text"), "\"text\"\n");
}

TEST(Pretty, IsReadBackAsTheSameValue) {
    json::value const value = json::array{json::object{{"n", -5}, {"t", "\n\t\xc3\xa9"}}, 1.5};
    EXPECT_EQ(*base::parse_json(pretty(value)), value);
}

}  // namespace
}  // namespace farthing::horizon
