#include <gtest/gtest.h>

#include "sandbox/operations.hpp"
#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

using stellar::ManageData;
using stellar::ManageDataCode;

ManageData set(std::string name, base::Bytes value) {
    return {.name = std::move(name), .value = std::move(value)};
}

TEST(ManageData, WantsAPlainName) {
    auto const code = [](std::string name) {
        return check(ManageData{.name = std::move(name)}, kAlice.public_key());
    };
    EXPECT_EQ(code("config.memo_required"), ManageDataCode::success);
    EXPECT_EQ(code(" "), ManageDataCode::success);
    for (auto const& name : {std::string(), std::string("a\tb"), std::string("a\0b", 3),
                             std::string("\x7f"), std::string("\xc3\xa4")})
        EXPECT_EQ(code(name), ManageDataCode::invalid_name) << name;
}

TEST(ManageData, AddsChangesAndRemovesEntriesInTheOrderOfTheirNames) {
    Stage stage;
    auto const entries = [&](ManageData const& operation) {
        EXPECT_EQ(stage.apply(operation, kAlice), result_of(ManageDataCode::success));
        auto const& account = stage.account(kAlice);
        EXPECT_EQ(account.subentries, account.options.data.size());
        return account.options.data;
    };
    DataEntry const a{.name = "a", .value = {1}};
    DataEntry const b{.name = "b", .value = {2, 3}};
    DataEntry const empty_b{.name = "b"};
    EXPECT_EQ(entries(set("b", {2, 3})), (std::vector{b}));
    EXPECT_EQ(entries(set("a", {1})), (std::vector{a, b}));
    EXPECT_EQ(entries(set("b", {})), (std::vector{a, empty_b})) << "empty, not removed";
    EXPECT_EQ(entries({.name = "a"}), (std::vector{empty_b}));
    EXPECT_EQ(stage.apply(ManageData{.name = "a"}, kAlice),
              result_of(ManageDataCode::name_not_found));
}

TEST(ManageData, PaysAReserveForEachEntry) {
    Stage stage;
    stage.change(kAlice).balance = kLumen + kLumen / 2;
    EXPECT_EQ(stage.apply(set("a", {}), kAlice), result_of(ManageDataCode::success));
    EXPECT_EQ(stage.apply(set("b", {}), kAlice), result_of(ManageDataCode::low_reserve));
    EXPECT_EQ(stage.apply(set("a", {1}), kAlice), result_of(ManageDataCode::success));
    EXPECT_EQ(stage.apply(ManageData{.name = "a"}, kAlice), result_of(ManageDataCode::success));
    EXPECT_EQ(stage.apply(set("b", {}), kAlice), result_of(ManageDataCode::success));
}

TEST(ManageData, AllowsAThousandSubentries) {
    Stage stage;
    stage.change(kAlice).subentries = kMaxSubentries - 1;
    stage.change(kAlice).balance = 1'000 * kLumen;
    EXPECT_EQ(stage.apply(set("a", {}), kAlice), result_of(ManageDataCode::success));
    stage.change(kAlice).balance = 0;
    EXPECT_EQ(stage.apply(set("b", {}), kAlice),
              (OperationResult{.code = stellar::OperationCode::too_many_subentries}))
        << "before the reserve is looked at";
    EXPECT_EQ(stage.apply(set("a", {1}), kAlice), result_of(ManageDataCode::success));
}

}  // namespace
}  // namespace farthing::sandbox
