#include "app/import_plan.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::app {
namespace {

class ImportPlanTest : public testing::Test {
protected:
    ImportPlan plan(std::string_view csv) {
        auto const file = parse_csv_goods(csv, random);
        EXPECT_TRUE(file.faults.empty());
        return plan_import(file.goods, registered);
    }
    /// As after the plan has been carried out.
    void carry_out(ImportPlan const& plan) {
        for (auto const& good : plan.goods) {
            if (good.action == ImportAction::nothing) continue;
            std::erase_if(registered, [&](auto const& each) { return each.id == good.put.id; });
            registered.push_back({.id = good.put.id.value_or(goods::GoodId::make(clock, random)),
                                  .description = good.put.description,
                                  .json = ""});
        }
    }
    static std::string told(ImportPlan const& plan) {
        std::string text;
        for (auto const& good : plan.goods)
            text +=
                std::to_string(good.line) + (good.action == ImportAction::create   ? " create\n"
                                             : good.action == ImportAction::update ? " update\n"
                                                                                   : " nothing\n");
        for (auto const& fault : plan.faults)
            text += std::to_string(fault.line) + " " + fault.message + "\n";
        return text;
    }

    base::ManualClock clock;
    base::SeededRandom random;
    std::vector<ListedGood> registered;
};

TEST_F(ImportPlanTest, WhatWasImportedIsNotImportedAgain) {
    constexpr auto kFile = "title,price,url\nA,1,u\nB,2,u\nA,3,v\n";
    auto const first = plan(kFile);
    EXPECT_EQ(told(first), "2 create\n3 create\n4 create\n");
    carry_out(first);
    auto const secret = registered[0].description.shared_secret;
    EXPECT_EQ(told(plan(kFile)), "2 nothing\n3 nothing\n4 nothing\n");
    auto const changed = plan("title,price,url\nA,1,u\nB,5,u\nA,3,v\nC,1,\n");
    EXPECT_EQ(told(changed), "2 nothing\n3 update\n4 nothing\n5 create\n");
    carry_out(changed);
    EXPECT_EQ(registered.size(), 4U);
    EXPECT_EQ(registered[0].description.shared_secret, secret);
}

TEST_F(ImportPlanTest, WhatTheFileDoesNotGiveStaysAndWhatItGivesAsNothingGoes) {
    carry_out(plan("title,price,sharedSecret,purchaseValidityPeriod\nA,1,s,1h\n"));
    EXPECT_EQ(told(plan("title,price\nA,1\n")), "2 nothing\n");
    EXPECT_EQ(told(plan("title,price,sharedSecret\nA,1,t\n")), "2 update\n");
    auto const cleared = plan("title,price,purchaseValidityPeriod\nA,1,\n");
    EXPECT_EQ(told(cleared), "2 update\n");
    EXPECT_EQ(cleared.goods[0].put.description.purchase_validity, std::nullopt);
    EXPECT_EQ(cleared.goods[0].put.description.shared_secret, base::Secret("s"));
}

TEST_F(ImportPlanTest, AnIdNamesAGoodWhateverElseChanges) {
    carry_out(plan("title,price\nA,1\n"));
    auto const id = registered[0].id.text();
    auto const renamed = plan("id,title,price\n" + id + ",New,1\n");
    EXPECT_EQ(told(renamed), "2 update\n");
    EXPECT_EQ(renamed.goods[0].put.id->text(), id);
    EXPECT_EQ(told(plan("id,title,price\n558bcdbb1309c59725bdb559,A,1\n")),
              "2 the store has no good with the id 558bcdbb1309c59725bdb559\n");
}

TEST_F(ImportPlanTest, AGoodThatCannotBeToldFromAnotherIsAFault) {
    EXPECT_EQ(told(plan("title,price\nA,1\nA,2\n")),
              "2 create\n3 this is the good of line 2 once more\n");
    carry_out(plan("title,price\nA,1\nB,1\n"));
    auto const id = registered[0].id.text();
    EXPECT_EQ(told(plan("id,title,price\n" + id + ",C,1\n,A,2\n")),
              "2 update\n3 this is the good of line 2 once more\n");
    registered[1].description.title = "A";
    EXPECT_EQ(told(plan("title,price\nA,1\n")),
              "2 the store has several goods with this url and title; name the id\n");
}

}  // namespace
}  // namespace farthing::app
