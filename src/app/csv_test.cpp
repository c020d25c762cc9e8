#include "app/csv.hpp"

#include <gtest/gtest.h>

#include <random>

namespace farthing::app {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> rows(std::string_view text) {
    std::vector<Fields> rows;
    auto const csv = parse_csv(text);
    EXPECT_EQ(csv.fault, "");
    for (auto const& record : csv.records) rows.push_back(record.fields);
    return rows;
}

TEST(Csv, IsReadAsSpreadsheetsWriteIt) {
    EXPECT_EQ(rows("a,b\n1,2\n"), (std::vector<Fields>{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(rows("\xef\xbb\xbf"
                   "a,b\r\n1,\r\n\r\n,2"),
              (std::vector<Fields>{{"a", "b"}, {"1", ""}, {"", "2"}}));
    EXPECT_EQ(rows("a;b\n1,5;2\n"), (std::vector<Fields>{{"a", "b"}, {"1,5", "2"}}));
    EXPECT_EQ(rows("a,b;c\n"), (std::vector<Fields>{{"a", "b;c"}}));
    EXPECT_EQ(rows("\"a,b\",\"say \"\"hi\"\"\",\"\"\n"),
              (std::vector<Fields>{{"a,b", "say \"hi\"", ""}}));
    EXPECT_TRUE(rows("").empty());
    EXPECT_TRUE(rows("\n\r\n").empty());
}

TEST(Csv, ARecordKnowsItsLineAlsoBehindOneThatHasSeveral) {
    auto const records = parse_csv("a\n\n\"two\r\nlines\"\nb\n").records;
    ASSERT_EQ(records.size(), 3U);
    EXPECT_EQ(records[1].line, 3U);
    EXPECT_EQ(records[1].fields.front(), "two\r\nlines");
    EXPECT_EQ(records[2].line, 5U);
}

TEST(Csv, NamesTheLineOfAFault) {
    auto const fault = [](std::string_view text) {
        auto const csv = parse_csv(text);
        return std::to_string(csv.fault_line) + " " + csv.fault;
    };
    EXPECT_EQ(fault("a\nb,\"c\nd"), "2 the quote that begins here has no end");
    EXPECT_EQ(fault("a\n\"b\"c\n"), "2 something follows the quote that ends a field");
    EXPECT_EQ(fault("a\nb\"c\n").substr(0, 39), "2 a quote stands within a field; put qu");
    EXPECT_EQ(fault("a\n"), "0 ");
}

TEST(Csv, WhateverIsQuotedIsReadBack) {
    std::mt19937_64 random(5);
    for (int i = 0; i < 2'000; ++i) {
        std::vector<Fields> table(1 + random() % 3, Fields(2));
        std::string text = "h,h\n";
        for (auto& row : table)
            for (auto& field : row) {
                for (auto n = random() % 6; n > 0; --n) field += "a,;\"\n\r\xc3"[random() % 7];
                text += '"';
                for (auto const c : field) text += c == '"' ? "\"\"" : std::string(1, c);
                text += &field == &row.back() ? "\"\r\n" : "\",";
            }
        table.insert(table.begin(), Fields{"h", "h"});
        ASSERT_EQ(rows(text), table) << text;
    }
}

}  // namespace
}  // namespace farthing::app
