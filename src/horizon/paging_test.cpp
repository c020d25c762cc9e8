#include "horizon/paging.hpp"

#include <gtest/gtest.h>

#include "base/vectors.hpp"

namespace farthing::horizon {
namespace {

TEST(Paging, NumbersPositionsAsTheVectorsDo) {
    for (auto const& vector : base::stellar_vectors().at("paging_tokens").as_array()) {
        auto const part = [&](std::string_view key) {
            return static_cast<std::uint32_t>(vector.at(key).as_int64());
        };
        HistoryPosition const position{part("ledger"), part("transaction_order"),
                                       part("operation_order")};
        EXPECT_EQ(position.to_text(), std::string_view(vector.at("id").as_string()));
        EXPECT_EQ(HistoryPosition::from_number(position.to_number()), position);
    }
}

TEST(Paging, SortsPositionsAsTheirNumbers) {
    HistoryPosition const last{4, 0xfffff, 0xfff};
    EXPECT_EQ(cursor_behind(4), last.to_number());
    EXPECT_EQ(cursor_behind(4), (std::int64_t{4} << 32 | 0xffffffff));
    EXPECT_LT(last.to_number(), (HistoryPosition{5}).to_number());
}

std::string faulty_field(PageParameters const& parameters) {
    auto const query = parse_page_query(parameters);
    auto const* problem = std::get_if<Problem>(&query);
    return problem == nullptr ? "" : std::string(problem->extras->at("invalid_field").as_string());
}

TEST(Paging, ReadsTheParametersOfAList) {
    EXPECT_EQ(std::get<PageQuery>(parse_page_query({})), PageQuery{});
    EXPECT_EQ(
        std::get<PageQuery>(parse_page_query({.cursor = "123", .order = "desc", .limit = "200"})),
        (PageQuery{.cursor = "123", .order = Order::descending, .limit = 200}));
    EXPECT_EQ(std::get<PageQuery>(parse_page_query({.cursor = "", .order = "", .limit = ""})),
              PageQuery{});
}

TEST(Paging, NamesTheParameterThatIsWrong) {
    for (auto const* cursor : {"-1", "x", "1.5", "9223372036854775808", "NOW", "01"})
        EXPECT_EQ(faulty_field({.cursor = cursor}), "cursor") << cursor;
    for (auto const* order : {"ASC", "up"}) EXPECT_EQ(faulty_field({.order = order}), "order");
    for (auto const* limit : {"0", "201", "-1", "x", "1e2"})
        EXPECT_EQ(faulty_field({.limit = limit}), "limit") << limit;
}

TEST(Paging, ReadsNowAsBehindTheLatestLedger) {
    EXPECT_EQ(cursor_number({.cursor = "now"}, 4), cursor_behind(4));
    EXPECT_EQ(cursor_number({.cursor = "17"}, 4), 17);
    EXPECT_EQ(cursor_number({}, 4), std::nullopt);
}

}  // namespace
}  // namespace farthing::horizon
