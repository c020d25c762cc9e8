#include <algorithm>
#include <array>
#include <latch>
#include <set>
#include <thread>

#include "engine/shop_testing.hpp"
#include "payments/receive.hpp"

namespace farthing::engine {
namespace {

using base::Errc;
using base::Result;
using payments::Order;
using payments::OrderState;

/// How many claim one thing at the same moment.
constexpr std::size_t kClaims = 50;

template <class T>
using Answers = std::vector<Result<T>>;
template <class T>
using Claim = std::function<void(std::size_t, std::function<void(Result<T>)>)>;

/// What each of kClaims threads is answered that make their claims at once.
template <class T>
Answers<T> at_once(Claim<T> const& claim) {
    Answers<T> answers(kClaims, base::fail(Errc::internal, "no answer"));
    std::latch start(kClaims);
    std::latch answered(kClaims);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kClaims; ++i)
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            claim(i, [&, i](Result<T> answer) {
                answers[i] = std::move(answer);
                answered.count_down();
            });
        });
    answered.wait();
    return answers;
}

template <class T>
std::ptrdiff_t count_ok(Answers<T> const& answers) {
    return std::count_if(answers.begin(), answers.end(),
                         [](auto const& answer) { return answer.has_value(); });
}

template <class T>
std::ptrdiff_t count_refused(Answers<T> const& answers, Errc code) {
    return std::count_if(answers.begin(), answers.end(), [&](auto const& answer) {
        return !answer && answer.error().code == code;
    });
}

/// Many wallets, and one database that decides between them.
class ClaimsTest : public ShopTest {
protected:
    ClaimsTest() : ShopTest(2) {}
    void add_channels(payments::ChannelNumber up_to) {
        base::ensure(database
                         .write_now<bool>([&](store::Transaction& transaction) {
                             for (payments::ChannelNumber number = 2; number <= up_to; ++number)
                                 store::PaymentsRepository(transaction)
                                     .put_channel("testnet",
                                                  {number, keys.key(number).public_key(), 100});
                             return Result(true);
                         })
                         .has_value());
    }
    std::int64_t count(std::string const& rows) {
        return *database.read_now<std::int64_t>([&](store::Transaction& transaction) {
            return Result(transaction.query("SELECT count(*) FROM " + rows).at(0).integer(0));
        });
    }
    std::int64_t count_events(std::string const& kind) {
        return count("events WHERE kind = '" + kind + "'");
    }
    std::vector<stellar::KeyPair> buyers() {
        std::vector<stellar::KeyPair> keys_of_all;
        for (std::size_t i = 0; i < kClaims; ++i)
            keys_of_all.push_back(stellar::KeyPair::generate(random));
        return keys_of_all;
    }
    Answers<OfferAnswer> offer_to(std::vector<stellar::KeyPair> const& all) {
        return at_once<OfferAnswer>([&](std::size_t i, auto done) {
            desk.offer({.buyer = all[i].public_key(), .good = *good}, std::move(done));
        });
    }
    /// Settles what was submitted, and sees that it was sent to the network once.
    void settles(Order const& order) {
        ASSERT_TRUE(scheduler.run_until([&] { return network.submissions > 0; }));
        network.close();
        ASSERT_TRUE(
            scheduler.run_until([&] { return stored(order.id).state == OrderState::settled; }));
        EXPECT_EQ(network.submissions, 1U);
        EXPECT_EQ(count("purchases"), 1);
        EXPECT_EQ(count_events("order.settled"), 1);
    }
};

TEST_F(ClaimsTest, AnOrderThatIsSubmittedFiftyTimesIsPaidOnce) {
    auto const order = offered(reader);
    auto const signature = reader.sign(order.hash);
    auto const answers = at_once<Order>([&](std::size_t, auto done) {
        desk.submit(reader.public_key(), order.id, signature, std::move(done),
                    [](Ending const&) {});
    });
    ASSERT_EQ(count_ok(answers), std::ptrdiff_t{kClaims});
    for (auto const& answer : answers) {
        EXPECT_EQ(answer->id, order.id);
        EXPECT_EQ(answer->state, OrderState::submitted);
        EXPECT_EQ(answer->signed_envelope, answers[0]->signed_envelope);
    }
    EXPECT_EQ(count_events("order.submitted"), 1);
    settles(order);
}

TEST_F(ClaimsTest, ABuyerWhoAsksFiftyTimesGetsOneOrder) {
    add_channels(5);
    auto const answers = offer_to(std::vector<stellar::KeyPair>(kClaims, reader));
    ASSERT_EQ(count_ok(answers), std::ptrdiff_t{kClaims});
    for (auto const& answer : answers) {
        EXPECT_EQ(answer->order.id, answers[0]->order.id);
        EXPECT_EQ(answer->order.unsigned_envelope, answers[0]->order.unsigned_envelope);
        EXPECT_EQ(answer->kind, OfferAnswer::Kind::sign);
    }
    EXPECT_EQ(count("orders"), 1);
    EXPECT_EQ(free_channels().size(), 4U);
}

TEST_F(ClaimsTest, OneChannelIsLeasedToOneOfFiftyBuyers) {
    auto const answers = offer_to(buyers());
    EXPECT_EQ(count_ok(answers), 1);
    EXPECT_EQ(count_refused(answers, Errc::too_many_requests), std::ptrdiff_t{kClaims - 1});
    EXPECT_EQ(count("orders"), 1);
    EXPECT_EQ(count("channels WHERE order_id IS NOT NULL"), 1);
}

TEST_F(ClaimsTest, EachChannelIsLeasedToOneBuyer) {
    add_channels(20);
    auto const answers = offer_to(buyers());
    std::set<payments::ChannelNumber> leased;
    for (auto const& answer : answers)
        if (answer) leased.insert(answer->order.channel);
    EXPECT_EQ(count_ok(answers), 20);
    EXPECT_EQ(leased.size(), 20U);
    EXPECT_EQ(count("orders WHERE state = 'offered'"), 20);
    EXPECT_TRUE(free_channels().empty());
}

TEST_F(ClaimsTest, AnOfferThatWasLeftLyingGivesItsChannelToOneOfFifty) {
    auto const stale = offered(reader);
    clock.advance(std::chrono::seconds(6));
    auto const answers = offer_to(buyers());
    ASSERT_EQ(count_ok(answers), 1);
    EXPECT_EQ(count_refused(answers, Errc::too_many_requests), std::ptrdiff_t{kClaims - 1});
    for (auto const& answer : answers) EXPECT_EQ(answer ? answer->ended_offers.size() : 1U, 1U);
    EXPECT_EQ(stored(stale.id).failure, payments::FailureReason::expired);
    EXPECT_EQ(count_events("order.failed"), 1);
    EXPECT_EQ(count("orders WHERE state = 'offered'"), 1);
}

TEST_F(ClaimsTest, OneLedgerPaymentPaysOneOrderWhoeverReadsItFirst) {
    add_channels(2);
    auto const own = submitted(reader);
    auto const named = offered(stellar::KeyPair::generate(random));
    // The transaction is one order's, and its memo names the other.
    horizon::RemotePayment const payment{
        .position = {.ledger = 9, .transaction = 1, .operation = 1},
        .created_at = clock.now(),
        .hash = own.hash,
        .inner_hash = {},
        .memo = named.id.text(),
        .incoming = horizon::Incoming{.kind = horizon::Incoming::Kind::payment,
                                      .from = reader.public_key(),
                                      .asset = stellar::NativeAsset{},
                                      .amount = own.price}};
    payments::FollowedAccount const account{.address = own.destination, .since = clock.now()};
    auto const receive = [&](store::Transaction& transaction) {
        store::PaymentsRepository repository(transaction);
        auto const page =
            payments::receive_payments(repository, clock, random, "testnet", account, {payment});
        return Result(page.recorded.size());
    };
    auto const settle = [&](store::Transaction& transaction) -> Result<std::size_t> {
        store::PaymentsRepository repository(transaction);
        auto const purchase =
            payments::settle_order(repository, clock, random, own.id, {.ledger = 9});
        if (!purchase) return purchase.error();
        return std::size_t{0};
    };
    auto const answers = at_once<std::size_t>([&](std::size_t i, auto done) {
        i % 2 == 0 ? database.write<std::size_t>(receive, std::move(done))
                   : database.write<std::size_t>(settle, std::move(done));
    });
    ASSERT_EQ(count_ok(answers), std::ptrdiff_t{kClaims});
    EXPECT_EQ(std::count_if(answers.begin(), answers.end(),
                            [](auto const& recorded) { return *recorded == 1; }),
              1);
    EXPECT_EQ(count("purchases"), 1);
    EXPECT_EQ(count_events("order.settled"), 1);
    EXPECT_EQ(stored(own.id).state, OrderState::settled);
    EXPECT_EQ(stored(named.id).state, OrderState::offered);
}

TEST_F(ClaimsTest, AWalletsTransactionThatComesFiftyTimesIsTakenOnce) {
    auto const order = offered(reader);
    auto const envelope = wallet_envelope(order, stellar::KeyPair::generate(random));
    auto const answers = at_once<Order>([&](std::size_t, auto done) {
        desk.submit_wallet_transaction(order.id, envelope, std::move(done));
    });
    ASSERT_EQ(count_ok(answers), std::ptrdiff_t{kClaims});
    for (auto const& answer : answers) {
        EXPECT_EQ(answer->state, OrderState::submitted);
        EXPECT_EQ(answer->hash, answers[0]->hash);
        EXPECT_EQ(answer->signed_envelope, answers[0]->signed_envelope);
    }
    EXPECT_EQ(count_events("order.submitted"), 1);
    settles(order);
}

TEST_F(ClaimsTest, OfFiftyTransactionsForOneOrderOneIsTaken) {
    auto const order = offered(reader);
    std::vector<std::string> envelopes;
    for (auto const& payer : buyers()) envelopes.push_back(wallet_envelope(order, payer));
    auto const answers = at_once<Order>([&](std::size_t i, auto done) {
        desk.submit_wallet_transaction(order.id, envelopes[i], std::move(done));
    });
    EXPECT_EQ(count_ok(answers), 1);
    EXPECT_EQ(count_refused(answers, Errc::conflict), std::ptrdiff_t{kClaims - 1});
    EXPECT_EQ(count_events("order.submitted"), 1);
    settles(order);
}

TEST_F(ClaimsTest, OneTransactionForTwoOrdersPaysTheOneThatItNames) {
    add_channels(2);
    auto const named = offered(reader);
    auto const other = offered(stellar::KeyPair::generate(random));
    auto const envelope = wallet_envelope(named, reader);
    auto const answers = at_once<Order>([&](std::size_t i, auto done) {
        desk.submit_wallet_transaction((i % 2 == 0 ? named : other).id, envelope, std::move(done));
    });
    for (std::size_t i = 0; i < kClaims; ++i) EXPECT_EQ(answers[i].has_value(), i % 2 == 0);
    EXPECT_EQ(count_refused(answers, Errc::invalid_request), std::ptrdiff_t{kClaims / 2});
    EXPECT_EQ(stored(other.id).state, OrderState::offered);
    settles(named);
}

/// Also where nothing but the constraint tells the orders apart.
TEST_F(ClaimsTest, OneHashIsRecordedForOneOrder) {
    add_channels(2);
    std::array const orders{offered(reader), offered(stellar::KeyPair::generate(random))};
    auto const record = [&](std::size_t i, store::Transaction& transaction) {
        store::PaymentsRepository repository(transaction);
        return payments::record_wallet_submission(
            repository, clock,
            {.order = orders.at(i % 2).id,
             .hash = {7},
             .envelope = {1},
             .expires_at = clock.now() + std::chrono::seconds(60),
             .payment = {.payer = reader.public_key(), .submitted_hash = {8}}});
    };
    auto const answers = at_once<payments::Recorded>([&](std::size_t i, auto done) {
        auto const decide = [&, i](store::Transaction& transaction) {
            return record(i, transaction);
        };
        database.write<payments::Recorded>(decide, std::move(done));
    });
    EXPECT_EQ(count_ok(answers), std::ptrdiff_t{kClaims / 2});
    EXPECT_EQ(count_refused(answers, Errc::conflict), std::ptrdiff_t{kClaims / 2});
    EXPECT_EQ(count("orders WHERE state = 'submitted'"), 1);
    EXPECT_EQ(count_events("order.submitted"), 1);
}

TEST_F(ClaimsTest, OfTwoWaysToPayOneIsTaken) {
    auto const order = offered(reader);
    auto const signature = reader.sign(order.hash);
    auto const envelope = wallet_envelope(order, reader);
    auto const answers = at_once<Order>([&](std::size_t i, auto done) {
        if (i % 2 == 0) return desk.submit_wallet_transaction(order.id, envelope, std::move(done));
        desk.submit(reader.public_key(), order.id, signature, std::move(done),
                    [](Ending const&) {});
    });
    EXPECT_EQ(count_ok(answers), std::ptrdiff_t{kClaims / 2});
    EXPECT_EQ(count_refused(answers, Errc::conflict), std::ptrdiff_t{kClaims / 2});
    for (std::size_t i = 2; i < kClaims; ++i)
        EXPECT_EQ(answers[i].has_value(), answers[i % 2].has_value());
    EXPECT_EQ(count_events("order.submitted"), 1);
    settles(order);
}

}  // namespace
}  // namespace farthing::engine
