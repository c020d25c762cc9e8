#include "simulation.hpp"

#include <algorithm>

#include "store/goods_repository.hpp"
#include "store/stores_repository.hpp"

namespace farthing::sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kCloseInterval(1'000);
/// After the last fault every order must have ended within this: an offer's life, a wallet's
/// transaction's, and as long again for the clock's leaps.
constexpr std::chrono::minutes kPatience(15);
constexpr std::uint64_t kStepsBetweenLooks = 100;

std::vector<stellar::PublicKey> merchants() {
    return {stellar::KeyPair::from_seed({1, 8}).public_key(),
            stellar::KeyPair::from_seed({2, 8}).public_key()};
}

}  // namespace

Simulation::Simulation(Scenario const& scenario)
    : scenario_(scenario),
      chance_(scenario.seed),
      climate_(draw_climate(chance_)),
      disk_(chance_.fork()),
      wire_(timeline_, network_, chance_.fork()),
      server_chance_(chance_.fork()),
      merchants_(merchants()),
      readers_({timeline_, network_,
                [this] { return server_ == nullptr ? nullptr : &server_->desk(); },
                chance_.fork()}),
      audit_(network_, readers_.log(), merchants_),
      is_calm_(scenario.calm) {
    network_.found(merchants_);
    network_.found(readers_.accounts());
    network_.close();
    for (auto const& merchant : merchants_) merchants_before_ += network_.balance(merchant);
    network_.on_submission = [this](stellar::Envelope const& envelope) {
        Disk::Peace const peace(disk_);
        audit_.on_submission(envelope, server_ == nullptr ? nullptr : &server_->database().view());
    };
}

Simulation::Climate Simulation::draw_climate(Chance& chance) {
    return {.bad = 10 + chance.below(60),
            .longest_ms = static_cast<std::int64_t>(1'000 + chance.below(60'000))};
}

Outcome Simulation::run() {
    Outcome outcome;
    try {
        live();
    } catch (Violation const& violation) {
        outcome.violation = violation.what();
    }
    outcome.hash = timeline_.trace().hash();
    outcome.last_steps = {timeline_.trace().last().begin(), timeline_.trace().last().end()};
    outcome.disk_operations = disk_.operations();
    outcome.totals = audit_.totals();
    outcome.injected = injected_;
    for (auto const& [name, times] : wire_.injected) outcome.injected[name] += times;
    outcome.injected["disk error"] += disk_.injected().errors;
    outcome.injected["disk full"] += disk_.injected().fulls;
    outcome.deeds = readers_.deeds();
    return outcome;
}

void Simulation::live() {
    boot();
    tick_ledger();
    tick_readers();
    if (!scenario_.calm) tick_weather();
    for (std::uint64_t i = 1; i <= scenario_.steps; ++i) {
        step();
        if (i % kStepsBetweenLooks == 0) look();
    }
    calm_down();
    auto const end = timeline_.now() + kPatience;
    auto next_look = timeline_.now();
    for (;;) {
        step();
        if (timeline_.now() < next_look) continue;
        next_look = timeline_.now() + milliseconds(2'000);
        if (timeline_.now() > end || is_settled_down()) break;
    }
    look();
    if (server_ == nullptr) throw Violation("the server does not come back");
    Disk::Peace const peace(disk_);
    audit_.look_at_end(server_->database().view(), merchants_before_);
}

void Simulation::calm_down() {
    timeline_.note("all faults stop");
    is_calm_ = true;
    readers_have_gone_ = true;
    wire_.weather = {};
    network_.lag = {};
    disk_.plan = {};
    clock_.set_skew(milliseconds(0));
    ledger_stalls_until_ = timeline_.now();
}

bool Simulation::is_settled_down() {
    if (server_ == nullptr) return false;
    Disk::Peace const peace(disk_);
    auto& database = server_->database().view();
    auto const open =
        database.query("SELECT count(*) FROM orders WHERE state IN ('offered', 'submitted')");
    auto const channels = database.query("SELECT count(*) FROM channels WHERE order_id IS NULL");
    return open.at(0).integer(0) == 0 && channels.at(0).integer(0) >= kChannels &&
           audit_.is_all_on_record(database);
}

void Simulation::step() {
    timeline_.step();
    audit_.look_outside();
    if (server_ != nullptr && (server_->has_died() || disk_.is_down())) crash();
}

void Simulation::look() {
    if (server_ == nullptr) return;
    Disk::Peace const peace(disk_);
    audit_.look_at(server_->database().view());
}

/// The process is gone, with all it had in flight; another one starts after a while.
void Simulation::crash() {
    disk_.cut(Loss::keep);
    server_.reset();
    timeline_.note("server is gone");
    if (boot_is_coming_) return;
    boot_is_coming_ = true;
    timeline_.after(chance_.between(10, 4'000), [this] { boot(); });
}

void Simulation::boot() {
    boot_is_coming_ = false;
    disk_.restart();
    timeline_.note("server starts");
    if (scenario_.crash_point && !crash_point_is_set_) {
        crash_point_is_set_ = true;
        disk_.plan.power_cut = scenario_.crash_point->operation;
        disk_.plan.loss = scenario_.crash_point->loss;
    }
    // Sometimes again while it recovers.
    if (!is_calm_ && chance_.percent(25)) {
        count("crash in recovery");
        disk_.plan.power_cut = disk_.operations() + 1 + chance_.below(30);
        disk_.plan.loss = static_cast<Loss>(chance_.below(3));
    }
    try {
        server_ =
            std::make_unique<Server>(Machine{timeline_, disk_, wire_, clock_, server_chance_});
    } catch (store::StoreFailure const& failure) {
        if (!disk_.is_down() && is_calm_ && !scenario_.crash_point)
            throw Violation(std::string("the server cannot start: ") + failure.what());
        timeline_.note(std::string("server cannot start: ") + failure.what());
        return crash();
    }
    look();
    server_->start();
    open_shop();
}

base::Result<std::vector<goods::GoodId>> Simulation::open_shop_once(
    store::Transaction& transaction) {
    std::vector<goods::GoodId> ids;
    store::StoresRepository stores(transaction);
    store::GoodsRepository goods(transaction);
    for (auto const& row : transaction.query("SELECT id FROM goods ORDER BY id"))
        ids.push_back(*goods::GoodId::parse(row.text(0)));
    if (!ids.empty()) return ids;
    for (auto const& merchant : merchants_) {
        auto const shop = stores::create_store(
            stores, clock_, server_chance_,
            {.network = "testnet", .name = "A", .payout_address = merchant.address()});
        if (!shop) return shop.error();
        for (auto const price : {4'000, 70'000'000}) {
            goods::Description description{.price = base::Stroops::of(price),
                                           .shared_secret = base::Secret("n1hLnMiJwAwB"),
                                           .url = "",
                                           .title = ""};
            // So that people come again.
            description.purchase_validity = milliseconds(5'000);
            ids.push_back(
                goods::create(goods, clock_, server_chance_, shop->store.id, std::move(description))
                    .id);
        }
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

void Simulation::open_shop() {
    server_->database().write<std::vector<goods::GoodId>>(
        [this](store::Transaction& transaction) { return open_shop_once(transaction); },
        [this](base::Result<std::vector<goods::GoodId>> ids) {
            if (!ids) return open_shop();
            if (!goods_.empty() && goods_ != *ids) throw Violation("a good is lost");
            goods_ = *ids;
            readers_.set_goods(*ids);
        });
}

void Simulation::tick_ledger() {
    if (timeline_.now() >= ledger_stalls_until_) network_.close();
    timeline_.after(kCloseInterval, [this] { tick_ledger(); });
}

void Simulation::tick_readers() {
    if (readers_have_gone_) return;
    readers_.act();
    timeline_.after(chance_.between(50, 900), [this] { tick_readers(); });
}

void Simulation::tick_weather() {
    if (is_calm_) return;
    change_weather();
    plan_disk();
    timeline_.after(chance_.between(500, climate_.longest_ms), [this] { tick_weather(); });
}

std::uint64_t Simulation::maybe(std::uint64_t most) {
    return chance_.percent(climate_.bad) ? chance_.below(most + 1) : 0;
}

void Simulation::change_weather() {
    wire_.weather = {.lost_request = maybe(60),
                     .lost_answer = maybe(60),
                     .applied_but_504 = maybe(60),
                     .refused_503 = maybe(40),
                     .refused_429 = maybe(40),
                     .twice = maybe(50),
                     .late = maybe(50),
                     .second_node = chance_.below(101)};
    network_.lag = {0, static_cast<std::uint32_t>(maybe(10))};
    if (network_.lag[1] > 0) count("node lags");
    if (chance_.percent(8)) {
        count("ledger stalls");
        ledger_stalls_until_ = timeline_.now() + chance_.between(1'000, 40'000);
    }
    if (chance_.percent(12)) {
        count("clock set");
        clock_.set_skew(chance_.between(-90'000, 90'000));
    }
    if (chance_.percent(5) && server_ != nullptr) {
        count("process killed");
        crash();
    }
}

void Simulation::plan_disk() {
    auto const soon = disk_.operations() + 1 + chance_.below(60);
    disk_.plan.full = chance_.percent(10);
    if (chance_.percent(10)) disk_.plan.error = soon;
    if (!chance_.percent(20) || disk_.plan.power_cut >= soon) return;
    count("power cut");
    disk_.plan.power_cut = soon;
    disk_.plan.loss = static_cast<Loss>(chance_.below(3));
}

}  // namespace farthing::sim
