#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/scheduler.hpp"
#include "http/client.hpp"
#include "payments/receive.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Reads the payments that arrive at the payout addresses of one network's stores, from its
/// Horizon, and has each recorded.
///
/// What is read comes in pages from a stored cursor, and page and cursor are one commit: a payment
/// may be seen again after a crash, but none is missed. Every address is asked once in a while,
/// whatever else happens; new stores are noticed then too.
///
/// Everything here runs on the scheduler's thread; start() may be called from any.
class PaymentFollower {
public:
    struct Needs {
        store::Database& database;
        http::Client& client;
        base::Scheduler& scheduler;
        base::Clock const& clock;
        base::Random& random;
        base::Log& log;
    };
    struct Options {
        std::string network;
        std::string horizon_url;
    };

    /// How often each address is asked for news, and stores for new addresses.
    static constexpr std::chrono::seconds kRound{30};
    /// How long nothing is asked after Horizon gave no answer, or said that it has enough.
    static constexpr std::chrono::milliseconds kShortestRest{1'000};
    static constexpr std::chrono::milliseconds kLongestRest{60'000};
    /// Requests under way at once, and records asked for with each.
    static constexpr std::size_t kAskedAtOnce = 4;
    static constexpr std::uint32_t kPageRecords = 200;

    PaymentFollower(Needs needs, Options options) : needs_(needs), options_(std::move(options)) {}

    void start();

private:
    struct Account {
        payments::FollowedAccount followed;
        std::uint32_t limit = kPageRecords;  ///< Less after a page that could not be read.
        bool in_line = false;                ///< In line or under way.
        bool again = false;                  ///< Something happened since it was asked.
    };
    using AccountPtr = std::shared_ptr<Account>;
    using Accounts = std::vector<payments::FollowedAccount>;
    using Answer = base::Result<http::ClientResponse>;

    void begin_round();
    void meet(Accounts const& accounts);

    void line_up(AccountPtr const& account);
    void leave_line(AccountPtr const& account);
    void ask_next();
    void ask(AccountPtr const& account);
    void answered(AccountPtr const& account, Answer const& answer);
    void read_page(AccountPtr const& account, std::string_view body);
    void ask_for_less(AccountPtr const& account, std::string_view why);
    void record(AccountPtr const& account, std::vector<horizon::RemotePayment> page);
    void recorded(AccountPtr const& account, base::Result<payments::PageReceived> const& page);
    void rest(std::chrono::milliseconds at_least, std::string_view why);

    void log_page(AccountPtr const& account, payments::PageReceived const& page);
    void log_payment(payments::ReceivedPayment const& payment);

    Needs needs_;
    Options options_;
    std::map<stellar::PublicKey, AccountPtr> accounts_;
    std::deque<AccountPtr> line_;
    std::size_t asked_ = 0;
    bool resting_ = false;
    std::chrono::milliseconds rest_{0};  ///< How long the last rest was; zero after an answer.
};

}  // namespace farthing::engine
