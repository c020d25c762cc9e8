#include "base/json.hpp"

#include <gtest/gtest.h>

namespace farthing::base {
namespace {

TEST(Json, RefusesWhatReadersMightUnderstandDifferently) {
    for (auto const* text :
         {"", "{", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "{} {}", "[1,]", "{'a':1}",
          "nan", "[1] x", "\xef\xbb\xbf{}", "\"\xff\"", "{\"a\":1,\"\\u0061\":2}", "/**/{}", "01",
          "1e400", "777e737388888", "-1e999"})
        EXPECT_FALSE(parse_json(text)) << text;
}

TEST(Json, ReadsOrdinaryTextWithSpaceAround) {
    EXPECT_TRUE(parse_json(" {\"a\":[1,2.5,\"x\",null,true]} \n"));
    EXPECT_TRUE(parse_json("{\"a\":{\"b\":1},\"c\":{\"b\":1}}"));
}

TEST(Json, BoundsTheDepth) {
    EXPECT_TRUE(parse_json(std::string(60, '[') + std::string(60, ']')));
    EXPECT_FALSE(parse_json(std::string(100'000, '[')));
}

TEST(JsonReader, NamesTheFieldThatIsWrong) {
    auto const value = *parse_json(R"({"price":"x","extra":1})");
    auto reader = *JsonReader::of(value, "the good");
    EXPECT_EQ(reader.integer("price").error().message, "\"price\" of the good must be an integer");
    EXPECT_EQ(reader.text("title").error().message,
              "\"title\" of the good must be a string, but it is missing");
    EXPECT_EQ(reader.refuse_unread().error().message, "unknown field \"extra\" in the good");
    EXPECT_FALSE(JsonReader::of(*parse_json("[]"), "the body"));
}

}  // namespace
}  // namespace farthing::base
