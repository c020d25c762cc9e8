#include "app/import_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/testing.hpp"

namespace farthing::app {
namespace {

/// Of a price that is none.
constexpr auto kNoPrice =
    "\"price\" must be a whole number of stroops such as 4000, or lumens with their unit such as "
    "\"0.0004 XLM\"\n";

class ImportFileTest : public testing::Test {
protected:
    std::string faults(ImportFile const& file) {
        std::string text;
        for (auto const& fault : file.faults)
            text += std::to_string(fault.line) + " " + fault.message + "\n";
        return text;
    }
    std::string lines(ImportFile const& file) {
        std::string text;
        for (auto const& good : file.goods)
            text += std::to_string(good.line) + " " + good.good.description.title + "\n";
        return text;
    }
    ImportFile csv(std::string_view text) { return parse_csv_goods(text, random); }
    ImportFile json(std::string_view text) { return parse_json_goods(text, random); }

    base::SeededRandom random;
};

TEST_F(ImportFileTest, CsvNamesItsFieldsInTheFirstLine) {
    auto const file =
        csv("title,price,url,purchaseValidityPeriod\n"
            "One,4000,https://x,\n"
            "\"Two, too\",0.5 XLM,,2 days\n");
    EXPECT_EQ(faults(file), "");
    EXPECT_EQ(lines(file), "2 One\n3 Two, too\n");
    EXPECT_EQ(file.goods[1].good.description.price, base::Stroops::of(5'000'000));
    EXPECT_EQ(file.goods[1].good.description.purchase_validity, std::chrono::hours(48));
}

TEST_F(ImportFileTest, EveryFaultIsToldWithItsLine) {
    EXPECT_EQ(faults(csv("title,price\nA,none\nB,1\nC\nD,x,y\n")),
              std::string("2 ") + kNoPrice +
                  "4 there are 1 fields, but the first line names 2\n"
                  "5 there are 3 fields, but the first line names 2\n");
    EXPECT_EQ(faults(csv("")), "1 the first line must name the fields, such as price,title,url\n");
    EXPECT_EQ(faults(csv("title,title\n")), "1 a field is named twice\n");
    EXPECT_EQ(faults(csv("title,price\n\"A")), "2 the quote that begins here has no end\n");
    auto const misspelt = faults(csv("titel,price\nA,1\nB,2\n"));
    EXPECT_EQ(misspelt.find("1 unknown field \"titel\"; a good has price, asset,"), 0U) << misspelt;
    EXPECT_EQ(std::ranges::count(misspelt, '\n'), 1);
}

TEST_F(ImportFileTest, AnElementOfAnArrayKnowsItsLine) {
    auto const file = json(
        "[\n  {\"title\": \"[,{\\\"\", \"price\": 1},\n\n"
        "  {\"title\": \"B\",\n   \"price\": 2}, {\"title\": \"C\", \"price\": 3}\n]\n");
    EXPECT_EQ(faults(file), "");
    EXPECT_EQ(lines(file), "2 [,{\"\n4 B\n5 C\n");
    EXPECT_EQ(faults(json("[]")), "");
    EXPECT_EQ(
        faults(json("[{\"title\":\"A\",\"price\":1},\n7,\n{\"title\":\"B\",\"price\":\"x\"}]")),
        std::string("2 good 2: a good must be a JSON object\n3 good 3: ") + kNoPrice);
}

TEST_F(ImportFileTest, TextThatIsNoArrayIsRefusedWhereItBreaks) {
    EXPECT_EQ(faults(json("{}")), "0 the file must hold a JSON array of goods\n");
    EXPECT_EQ(faults(json("[\n1,\n,]")).substr(0, 2), "3 ");
    EXPECT_EQ(faults(json("[{\"title\":\"A\",\"title\":\"B\"}]")).substr(0, 2), "0 ");
}

TEST_F(ImportFileTest, MoreGoodsThanAnybodyHasAreRefusedAtOnce) {
    std::string text = "title,price\n";
    for (std::size_t i = 0; i <= kMostImportedGoods; ++i) text += "A,1\n";
    EXPECT_EQ(faults(csv(text)), "0 there are more than 100000 goods; split the file\n");
}

}  // namespace
}  // namespace farthing::app
