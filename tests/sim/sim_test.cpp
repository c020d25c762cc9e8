#include <gtest/gtest.h>

#include "simulation.hpp"

namespace farthing::sim {
namespace {

TEST(Simulation, TakesTheSameCourseForTheSameSeed) {
    Scenario const scenario{.seed = 7, .steps = 600};
    auto const first = Simulation(scenario).run();
    auto const second = Simulation(scenario).run();
    EXPECT_EQ(first.violation, "");
    EXPECT_EQ(first.hash, second.hash);
    EXPECT_EQ(first.disk_operations, second.disk_operations);
    EXPECT_NE(first.hash, Simulation({.seed = 8, .steps = 600}).run().hash);
}

TEST(Simulation, SellsInACalmWorldWithoutAnyFault) {
    auto const outcome = Simulation({.seed = 1, .steps = 400, .calm = true}).run();
    EXPECT_EQ(outcome.violation, "");
    EXPECT_GT(outcome.totals.settled, 0U);
    for (auto const& [name, count] : outcome.injected) EXPECT_EQ(count, 0U) << name;
}

class DiskTest : public testing::Test {
protected:
    static std::string const kOld;
    static std::string const kNew;

    DiskTest() {
        auto verdict = Disk::Verdict::fine;
        file = disk.create("a", verdict);
        disk.write(*file, 0, kOld);
        disk.sync(*file, true);
        disk.write(*file, 0, kNew);
    }
    std::string content() const { return disk.find("a")->content(); }

    Disk disk{Chance(1)};
    FilePtr file;
};

std::string const DiskTest::kOld(8'192, 'o');
std::string const DiskTest::kNew(8'192, 'n');

TEST_F(DiskTest, KeepsDropsOrTearsWhatWasNotSynced) {
    disk.cut(Loss::keep);
    EXPECT_EQ(content(), kNew);
    disk.restart();
    disk.cut(Loss::torn);
    EXPECT_NE(content(), kOld);
    EXPECT_NE(content(), kNew);
    for (std::size_t at = 0; at < kOld.size(); at += 512)
        EXPECT_EQ(content().substr(at, 512), std::string(512, content()[at]));
}

TEST_F(DiskTest, DropsWritesAndNamesThatWereNotSynced) {
    auto verdict = Disk::Verdict::fine;
    disk.create("b", verdict);
    disk.remove("a", false);
    EXPECT_EQ(disk.find("a"), nullptr);
    disk.cut(Loss::drop);
    EXPECT_EQ(content(), kOld);
    EXPECT_EQ(disk.find("b"), nullptr);
}

TEST_F(DiskTest, KeepsWhatWasSyncedWhateverHappens) {
    disk.sync(*file, false);
    for (auto const loss : {Loss::keep, Loss::torn, Loss::drop}) {
        disk.cut(loss);
        disk.restart();
        EXPECT_EQ(content(), kNew);
    }
}

TEST_F(DiskTest, FailsAtThePlannedOperationsAndNotForThoseWhoOnlyLook) {
    disk.plan.error = disk.operations() + 1;
    {
        Disk::Peace const peace(disk);
        EXPECT_EQ(disk.sync(*file, false), Disk::Verdict::fine);
    }
    EXPECT_EQ(disk.sync(*file, false), Disk::Verdict::error);
    disk.plan.full = true;
    EXPECT_EQ(disk.write(*file, 8'192, "x"), Disk::Verdict::full);
    EXPECT_EQ(disk.write(*file, 0, "x"), Disk::Verdict::fine);
    disk.plan.power_cut = disk.operations() + 1;
    EXPECT_EQ(disk.sync(*file, false), Disk::Verdict::down);
    EXPECT_TRUE(disk.is_down());
    EXPECT_EQ(disk.sync(*file, false), Disk::Verdict::down);
}

}  // namespace
}  // namespace farthing::sim
