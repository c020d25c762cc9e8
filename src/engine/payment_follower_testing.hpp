#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/encoding.hpp"
#include "base/numbers.hpp"
#include "engine/payment_follower.hpp"
#include "engine/shop_testing.hpp"
#include "http/request.hpp"

namespace farthing::engine {

using base::Result;
using http::ClientRequest;
using http::ClientResponse;
using Position = horizon::HistoryPosition;

/// One payment on the test's network.
struct Sent {
    std::string to;
    std::string memo = {};
    std::string amount = "0.0004000";
    stellar::TransactionHash hash = {};
    std::uint32_t ledger = 0;
};

/// A Horizon that shows lists of payments.
class PaymentsHorizon {
public:
    Result<ClientResponse> answer(ClientRequest const& request) {
        if (fault) return *fault;
        auto const account = request.url.substr(kPrefix.size(), 56);
        auto const query = std::string_view(request.url).substr(request.url.find('?') + 1);
        auto const number = [&](std::string_view name) {
            return *base::parse_int<std::int64_t>(http::query_parameter(query, name).value);
        };
        if (!accounts.contains(account)) return ClientResponse{.status = 404};
        return ClientResponse{.status = 200,
                              .body = page(account, number("cursor"), number("limit"))};
    }

    /// The payment's position in history: each is in a ledger of its own.
    std::int64_t send(Sent sent) {
        accounts.insert(sent.to);
        if (sent.ledger == 0) sent.ledger = ++ledger_;
        history_.push_back(sent);
        return position(sent);
    }
    /// What the payment in this ledger shows as its amount from now on.
    void show_amount(std::uint32_t ledger, std::string const& amount) {
        for (auto& sent : history_)
            if (sent.ledger == ledger) sent.amount = amount;
    }
    std::uint32_t ledger() const { return ledger_; }

    static constexpr std::string_view kPrefix = "http://horizon.example/accounts/";
    std::set<std::string> accounts;
    std::optional<Result<ClientResponse>> fault;
    bool forgets_cursors = false;

private:
    static std::int64_t position(Sent const& sent) {
        return Position{sent.ledger, 1, 1}.to_number();
    }

    std::string page(std::string const& account, std::int64_t cursor, std::int64_t limit) const {
        std::string records;
        for (auto const& sent : history_) {
            if (sent.to != account || limit == 0) continue;
            if (position(sent) <= cursor && !forgets_cursors) continue;
            records += (records.empty() ? "" : ",") + record(sent);
            --limit;
        }
        return R"({"_embedded":{"records":[)" + records + "]}}";
    }

    static std::string record(Sent const& sent) {
        auto hash = sent.hash;
        if (hash == stellar::TransactionHash{}) hash[0] = static_cast<std::uint8_t>(sent.ledger);
        hash[1] = static_cast<std::uint8_t>(sent.ledger >> 8);
        auto const from = stellar::PublicKey(base::ByteArray<32>{9}).address();
        return R"({"id":")" + std::to_string(position(sent)) +
               R"(","transaction_successful":true,"created_at":"2026-11-22T04:00:00Z",)"
               R"("transaction_hash":")" +
               base::to_hex(hash) + R"(","type":"payment","asset_type":"native","from":")" + from +
               R"(","to":")" + sent.to + R"(","amount":")" + sent.amount +
               R"(","transaction":{"ledger":)" + std::to_string(sent.ledger) +
               R"(,"memo_type":"text","memo":")" + sent.memo + R"("}})";
    }

    std::vector<Sent> history_;
    std::uint32_t ledger_ = 100;
};

class PaymentFollowerTest : public ShopTest {
protected:
    payments::Order offer() { return offered(reader); }

    template <class Look>
    auto look(Look look) {
        using T = decltype(look(std::declval<store::Transaction&>()));
        return *database.read_now<T>(
            [&](store::Transaction& transaction) -> Result<T> { return look(transaction); });
    }
    void write(std::string const& sql) {
        auto const done = database.write_now<bool>([&](store::Transaction& transaction) {
            transaction.execute(sql);
            return Result<bool>(true);
        });
        ASSERT_TRUE(done) << done.error().message;
    }
    std::string add_store() {
        auto const payout = stellar::KeyPair::generate(random).address();
        auto const made =
            database.write_now<stores::CreatedStore>([&](store::Transaction& transaction) {
                store::StoresRepository stores(transaction);
                return stores::create_store(
                    stores, clock, random,
                    {.network = "testnet", .name = "B", .payout_address = payout});
            });
        EXPECT_TRUE(made);
        return payout;
    }
    payments::FollowedAccount account() {
        return look([](store::Transaction& transaction) {
            return store::PaymentsRepository(transaction).followed_accounts("testnet").at(0);
        });
    }
    std::int64_t cursor() { return account().cursor; }

    payments::OrderState state(payments::Order const& order) { return stored(order.id).state; }
    std::int64_t count(std::string const& what) {
        return look([&](store::Transaction& transaction) {
            return transaction.query("SELECT count(*) FROM " + what).at(0).integer(0);
        });
    }
    std::int64_t received() { return count("received_payments"); }
    bool run_until(std::function<bool()> const& done) { return scheduler.run_until(done); }
    bool run_until_received(std::int64_t number) {
        return run_until([&] { return received() == number; });
    }
    bool run_for(std::chrono::milliseconds time) {
        auto const end = scheduler.now() + time;
        return run_until([&] { return scheduler.now() >= end; });
    }
    bool logged(std::string_view text) { return log.text().find(text) != std::string::npos; }

    std::string const merchant = account().address.address();
    PaymentsHorizon horizon;
    TestClient client{scheduler,
                      [this](ClientRequest const& request) { return horizon.answer(request); }};
    PaymentFollower::Needs needs{database, client, scheduler, clock, random, log};
    PaymentFollower::Options options{.network = "testnet", .horizon_url = "http://horizon.example"};
    PaymentFollower follower{needs, options};
};

}  // namespace farthing::engine
