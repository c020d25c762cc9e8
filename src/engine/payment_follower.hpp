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
#include "engine/payment_stream.hpp"
#include "engine/request_gate.hpp"
#include "http/client.hpp"
#include "payments/receive.hpp"
#include "store/database.hpp"

namespace farthing::engine {

/// Reads the payments that arrive at the payout addresses of one network's stores, from its
/// Horizon, and has each recorded.
///
/// What is read comes in pages from a stored cursor, and page and cursor are one commit: a payment
/// may be seen again after a crash, but none is missed. A stream tells when to ask for the next
/// page; every address is asked once in a while nevertheless, whatever a stream says or does not
/// say, and new stores are noticed then too.
///
/// Everything here runs on the scheduler's thread; start() and stop() may be called from any.
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
        /// Addresses with a stream of their own; those beyond are only asked. Of a public Horizon's
        /// 3,600 requests an hour a stream takes about 720, an address that is asked 120.
        std::size_t streams = 100;
    };

    /// How often each address is asked for news whatever its stream says, and how often new
    /// addresses are looked for.
    static constexpr std::chrono::seconds kRound{30};
    static constexpr std::chrono::seconds kLook{5};
    /// Requests under way at once, and records asked for with each.
    static constexpr std::size_t kAskedAtOnce = 4;
    static constexpr std::uint32_t kPageRecords = 200;
    /// When a stream told of a payment that no page shows yet, the page is asked for once more:
    /// several servers may answer under one name.
    static constexpr std::chrono::milliseconds kLag{1'000};

    PaymentFollower(Needs needs, Options options)
        : needs_(needs), options_(std::move(options)), gate_(needs.scheduler) {}

    void start();
    /// Asks for nothing more and ends the streams. What was being recorded is finished.
    void stop();

private:
    struct Account {
        payments::FollowedAccount followed;
        std::uint32_t limit = kPageRecords;  ///< Less after a page that could not be read.
        bool in_line = false;                ///< In line or under way.
        bool again = false;                  ///< Something happened since it was asked.
        std::int64_t heard = 0;              ///< The last position that the stream told of.
        std::unique_ptr<PaymentStream> stream = {};
    };
    using AccountPtr = std::shared_ptr<Account>;
    using Accounts = std::vector<payments::FollowedAccount>;
    using Answer = base::Result<http::ClientResponse>;

    void begin_round();
    void look_for_stores();
    void meet(Accounts const& accounts);

    void line_up(AccountPtr const& account);
    void leave_line(AccountPtr const& account);
    void ask_next();
    std::string url_of(AccountPtr const& account) const;
    void ask(AccountPtr const& account);
    void send(AccountPtr const& account, RequestGate::Pass pass);
    void answered(AccountPtr const& account, RequestGate::Pass pass, Answer const& answer);
    void ask_later(AccountPtr const& account, std::string_view why);
    void listen(AccountPtr const& account);
    void expect(AccountPtr const& account);
    void read_page(AccountPtr const& account, std::string_view body);
    void ask_for_less(AccountPtr const& account, std::string_view why);
    void record(AccountPtr const& account, std::vector<horizon::RemotePayment> page);
    void recorded(AccountPtr const& account, base::Result<payments::PageReceived> const& page);

    void log_page(AccountPtr const& account, payments::PageReceived const& page);
    void log_payment(payments::ReceivedPayment const& payment);

    Needs needs_;
    Options options_;
    std::map<stellar::PublicKey, AccountPtr> accounts_;
    std::deque<AccountPtr> line_;
    std::size_t asked_ = 0;
    std::size_t streams_ = 0;
    bool stopped_ = false;
    /// Horizon serves all addresses: when it gives no answer or asks for a pause, all wait.
    RequestGate gate_;
};

}  // namespace farthing::engine
