#include "http/conditional.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace farthing::http {
namespace {

TEST(Conditional, ComparesTagsAsInTheTableOfRfc9110) {
    struct Case {
        std::string_view a;
        std::string_view b;
        bool strong;
        bool weak;
    };
    for (auto const& c : std::vector<Case>{{"W/\"1\"", "W/\"1\"", false, true},
                                           {"W/\"1\"", "W/\"2\"", false, false},
                                           {"W/\"1\"", "\"1\"", false, true},
                                           {"\"1\"", "\"1\"", true, true}}) {
        EXPECT_EQ(strongly_equal(c.a, c.b), c.strong);
        EXPECT_EQ(weakly_equal(c.a, c.b), c.weak);
    }
}

TEST(Conditional, KnowsATagFromOtherText) {
    for (auto const* tag : {"\"\"", "\"a\"", "W/\"a\"", "\"a,b\"", "\"\xc3\xa4\""})
        EXPECT_TRUE(is_entity_tag(tag)) << tag;
    for (auto const* text :
         {"", "a", "\"", "w/\"a\"", "W/", "\"a\"b", "\"a\"b\"", "\"a b\"", "W/ \"a\""})
        EXPECT_FALSE(is_entity_tag(text)) << text;
}

TEST(Conditional, FindsATagInAList) {
    struct Case {
        std::string_view field;
        bool none_match;
        bool match;
    };
    for (auto const& c : std::vector<Case>{{"\"x\"", true, true},
                                           {"W/\"x\"", true, false},
                                           {"*", true, true},
                                           {" * ", true, true},
                                           {"\"a\", \"x\"", true, true},
                                           {"\"a\",\"x\"", true, true},
                                           {",, \"a\" ,W/\"x\"", true, false},
                                           {"\"a,\", \"x\"", true, true},
                                           {"\"a\"", false, false},
                                           {"x", false, false},
                                           {"", false, false},
                                           {"\"x", false, false},
                                           {"\"x\"y", false, false},
                                           {"junk, \"x\"", false, false},
                                           {"*, \"x\"", false, false}}) {
        EXPECT_EQ(none_match_names(c.field, "\"x\""), c.none_match) << c.field;
        EXPECT_EQ(match_names(c.field, "\"x\""), c.match) << c.field;
    }
}

TEST(Conditional, AnythingMatchesOnlyWhatExists) {
    EXPECT_FALSE(none_match_names("*", ""));
    EXPECT_FALSE(match_names("*", ""));
}

TEST(Conditional, RangeHoldsForTheSameStrongTagOrTheSameDate) {
    constexpr auto kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
    EXPECT_TRUE(if_range_holds("\"x\"", "\"x\"", ""));
    EXPECT_FALSE(if_range_holds("W/\"x\"", "W/\"x\"", ""));
    EXPECT_FALSE(if_range_holds("\"y\"", "\"x\"", kDate));
    EXPECT_TRUE(if_range_holds(kDate, "\"x\"", kDate));
    EXPECT_FALSE(if_range_holds(kDate, "\"x\"", ""));
    EXPECT_FALSE(if_range_holds("", "\"x\"", ""));
    EXPECT_FALSE(if_range_holds("Sun, 06 Nov 1994 08:49:38 GMT", "\"x\"", kDate));
}

TEST(Conditional, EvaluatesConditionsInTheOrderOfRfc9110) {
    auto const modified = base::Timestamp::from_seconds(784'111'777);
    constexpr std::string_view kThen = "Sun, 06 Nov 1994 08:49:37 GMT";
    constexpr std::string_view kBefore = "Sun, 06 Nov 1994 08:49:36 GMT";
    constexpr std::string_view kAfter = "Sun, 06 Nov 1994 08:49:38 GMT";
    using enum Precondition;
    struct Case {
        std::vector<Field> fields;
        Precondition expected;
    };
    for (auto const& c : std::vector<Case>{
             {{}, holds},
             {{{"If-Match", "\"e\""}}, holds},
             {{{"If-Match", "*"}}, holds},
             {{{"If-Match", "\"x\""}}, failed},
             {{{"If-Match", "W/\"e\""}}, failed},
             {{{"If-None-Match", "\"e\""}}, not_modified},
             {{{"If-None-Match", "W/\"e\""}}, not_modified},
             {{{"If-None-Match", "\"x\""}}, holds},
             {{{"If-Modified-Since", kThen}}, not_modified},
             {{{"If-Modified-Since", kAfter}}, not_modified},
             {{{"If-Modified-Since", kBefore}}, holds},
             {{{"If-Modified-Since", "yesterday"}}, holds},
             {{{"If-Unmodified-Since", kThen}}, holds},
             {{{"If-Unmodified-Since", kBefore}}, failed},
             {{{"If-Unmodified-Since", "yesterday"}}, holds},
             // A repeated field goes on with the list.
             {{{"If-Match", "\"x\""}, {"if-match", "\"e\""}}, holds},
             {{{"If-Match", "\"x\""}, {"If-Match", "\"y\""}}, failed},
             {{{"If-None-Match", "\"x\""}, {"If-None-Match", "W/\"e\""}}, not_modified},
             {{{"If-None-Match", "\"x\""}, {"If-None-Match", "\"y\""}}, holds},
             // A tag outdoes a date.
             {{{"If-Match", "\"e\""}, {"If-Unmodified-Since", kBefore}}, holds},
             {{{"If-None-Match", "\"x\""}, {"If-Modified-Since", kThen}}, holds},
             {{{"If-None-Match", "\"e\""}, {"If-Modified-Since", kBefore}}, not_modified},
             // A failed condition outdoes a fresh copy.
             {{{"If-Match", "\"x\""}, {"If-None-Match", "\"e\""}}, failed}}) {
        Request request;
        for (auto const& field : c.fields) request.fields.push(field);
        EXPECT_EQ(check_preconditions(request, "\"e\"", modified), c.expected)
            << (c.fields.empty() ? "" : c.fields[0].name);
    }
}

}  // namespace
}  // namespace farthing::http
