#include "horizon/hal.hpp"

#include <gtest/gtest.h>

namespace farthing::horizon {
namespace {

TEST(Hal, MarksTemplatesAndNothingElse) {
    EXPECT_EQ(link("http://h:1", "/a"), (json::object{{"href", "http://h:1/a"}}));
    EXPECT_EQ(link("http://h:1", "/a/{key}"),
              (json::object{{"href", "http://h:1/a/{key}"}, {"templated", true}}));
    EXPECT_EQ(list_link("http://h:1", "/a"),
              (json::object{{"href", "http://h:1/a{?cursor,limit,order}"}, {"templated", true}}));
}

std::string href(json::object const& page, std::string_view name) {
    return std::string(page.at("_links").at(name).at("href").as_string());
}

TEST(Hal, LeadsFromAPageToItsNeighbours) {
    Page const page{.path = "/payments",
                    .query = {.cursor = "7", .order = Order::descending, .limit = 2},
                    .filters = {"include_failed=true"},
                    .records = {{{"paging_token", "6"}}, {{"paging_token", "5"}}}};
    auto const json = to_json(page, "http://h");
    EXPECT_EQ(href(json, "self"),
              "http://h/payments?cursor=7&include_failed=true&limit=2&order=desc");
    EXPECT_EQ(href(json, "next"),
              "http://h/payments?cursor=5&include_failed=true&limit=2&order=desc");
    EXPECT_EQ(href(json, "prev"),
              "http://h/payments?cursor=6&include_failed=true&limit=2&order=asc");
    EXPECT_EQ(json.at("_embedded").at("records").as_array().size(), 2U);
}

TEST(Hal, KeepsTheCursorOfAnEmptyPage) {
    auto const json = to_json(Page{.path = "/ledgers", .query = {.cursor = "now"}}, "http://h");
    EXPECT_EQ(href(json, "next"), "http://h/ledgers?cursor=now&limit=10&order=asc");
    EXPECT_EQ(href(json, "prev"), "http://h/ledgers?cursor=now&limit=10&order=desc");
    EXPECT_EQ(json.at("_embedded").at("records"), json::array());
}

}  // namespace
}  // namespace farthing::horizon
