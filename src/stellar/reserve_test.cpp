#include "stellar/reserve.hpp"

#include <gtest/gtest.h>

#include "base/vectors.hpp"

namespace farthing::stellar {
namespace {

TEST(Reserve, IsThatOfTheVectors) {
    for (auto const& vector : base::stellar_vectors().at("min_balance").as_array()) {
        auto const count = [&](std::string_view key) {
            return static_cast<std::uint32_t>(vector.at(key).as_int64());
        };
        auto const minimum =
            minimum_balance({count("subentries"), count("num_sponsoring"), count("num_sponsored")},
                            base::Stroops::of(vector.at("base_reserve_stroops").as_int64()));
        EXPECT_EQ(minimum.value(), vector.at("min_balance_stroops").as_int64()) << vector;
    }
}

TEST(Reserve, IsNeverNegative) {
    EXPECT_EQ(minimum_balance({.sponsored = 5}), base::Stroops());
}

TEST(Reserve, StartsSequenceNumbersWithTheLedgerOfCreation) {
    for (auto const& vector : base::stellar_vectors().at("starting_sequence").as_array())
        EXPECT_EQ(std::to_string(starting_sequence(
                      static_cast<std::uint32_t>(vector.at("created_in_ledger").as_int64()))),
                  std::string_view(vector.at("sequence").as_string()));
}

}  // namespace
}  // namespace farthing::stellar
