#include "engine/payment_follower.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "horizon/submission.hpp"
#include "store/payments_repository.hpp"

namespace farthing::engine {
namespace {

constexpr std::chrono::seconds kPageTimeout(30);

/// A record holds its whole transaction, which may have a hundred operations.
constexpr std::size_t kPageBytes = 8UL * 1024 * 1024;

/// After a page that could not be read: smaller ones, down to a single record.
constexpr std::uint32_t kSmaller = 8;

bool is_overload(int status) {
    return status == 429 || status >= 500;
}

horizon::HttpAnswer to_http_answer(http::ClientResponse const& response) {
    return {.status = response.status,
            .body = response.body,
            .retry_after = response.field("Retry-After"),
            .rate_limit_reset = response.field("X-RateLimit-Reset")};
}

}  // namespace

void PaymentFollower::start() {
    needs_.scheduler.post([this] { begin_round(); });
}

void PaymentFollower::begin_round() {
    needs_.database.read<Accounts>(
        [this](store::Transaction& transaction) -> base::Result<Accounts> {
            return store::PaymentsRepository(transaction).followed_accounts(options_.network);
        },
        [this](base::Result<Accounts> accounts) {
            needs_.scheduler.post([this, accounts = std::move(accounts)] {
                if (accounts)
                    meet(*accounts);
                else
                    needs_.log.error("payout addresses cannot be read yet",
                                     {{"error", accounts.error().message}});
                needs_.scheduler.after(kRound, [this] { begin_round(); });
            });
        });
}

void PaymentFollower::meet(Accounts const& accounts) {
    for (auto const& followed : accounts) {
        auto& account = accounts_[followed.address];
        if (account == nullptr) account = std::make_shared<Account>(Account{.followed = followed});
        line_up(account);
    }
}

void PaymentFollower::line_up(AccountPtr const& account) {
    account->again = account->in_line;
    if (account->in_line) return;
    account->in_line = true;
    line_.push_back(account);
    ask_next();
}

void PaymentFollower::leave_line(AccountPtr const& account) {
    account->in_line = false;
    if (account->again) line_up(account);
}

void PaymentFollower::ask_next() {
    while (!resting_ && asked_ < kAskedAtOnce && !line_.empty()) {
        auto const account = line_.front();
        line_.pop_front();
        ask(account);
    }
}

void PaymentFollower::ask(AccountPtr const& account) {
    ++asked_;
    account->again = false;
    auto const& followed = account->followed;
    http::ClientRequest request{
        .url = options_.horizon_url + "/accounts/" + followed.address.address() +
               "/payments?cursor=" + std::to_string(followed.cursor) +
               "&join=transactions&limit=" + std::to_string(account->limit) + "&order=asc",
        .timeout = kPageTimeout,
        .body_limit = kPageBytes};
    needs_.client.send(std::move(request), [this, account](Answer const& answer) {
        --asked_;
        answered(account, answer);
        ask_next();
    });
}

void PaymentFollower::answered(AccountPtr const& account, Answer const& answer) {
    if (!answer) {
        account->limit = std::max(account->limit / kSmaller, 1U);
        line_.push_back(account);
        return rest(kShortestRest, answer.error().message);
    }
    auto const status = "its Horizon answered " + std::to_string(answer->status);
    if (is_overload(answer->status)) {
        line_.push_back(account);
        return rest(horizon::retry_delay(to_http_answer(*answer)), status);
    }
    rest_ = std::chrono::milliseconds(0);
    if (answer->status == 200) return read_page(account, answer->body);
    // 404: the account is not on the network yet.
    if (answer->status != 404)
        needs_.log.warning("payments cannot be read",
                           {{"network", options_.network},
                            {"address", account->followed.address.address()},
                            {"reason", status}});
    leave_line(account);
}

void PaymentFollower::read_page(AccountPtr const& account, std::string_view body) {
    auto page = horizon::parse_payments(body, account->followed.address);
    if (!page) return ask_for_less(account, page.error().message);
    account->limit = kPageRecords;
    if (page->empty()) return leave_line(account);
    record(account, std::move(*page));
}

/// One record that cannot be read must not keep those before it from being read.
void PaymentFollower::ask_for_less(AccountPtr const& account, std::string_view why) {
    if (account->limit > 1) {
        account->limit = std::max(account->limit / kSmaller, 1U);
        line_.push_back(account);
        return;
    }
    auto const address = account->followed.address.address();
    auto const cursor = std::to_string(account->followed.cursor);
    needs_.log.error(
        "payment cannot be read",
        {{"network", options_.network}, {"address", address}, {"cursor", cursor}, {"reason", why}});
    leave_line(account);
}

void PaymentFollower::record(AccountPtr const& account, std::vector<horizon::RemotePayment> page) {
    needs_.database.write<payments::PageReceived>(
        [this, followed = account->followed, page = std::move(page)](
            store::Transaction& transaction) -> base::Result<payments::PageReceived> {
            store::PaymentsRepository repository(transaction);
            return payments::receive_payments(repository, needs_.clock, needs_.random,
                                              options_.network, followed, page);
        },
        [this, account](base::Result<payments::PageReceived> done) {
            needs_.scheduler.post(
                [this, account, done = std::move(done)] { recorded(account, done); });
        });
}

void PaymentFollower::recorded(AccountPtr const& account,
                               base::Result<payments::PageReceived> const& page) {
    if (!page) {
        needs_.log.error("payments cannot be recorded yet",
                         {{"network", options_.network}, {"error", page.error().message}});
        return leave_line(account);
    }
    log_page(account, *page);
    bool const moved = page->cursor > account->followed.cursor;
    account->followed.cursor = std::max(account->followed.cursor, page->cursor);
    account->again = account->again || moved;
    leave_line(account);
}

/// Horizon serves all addresses, so all wait. Requests that were under way together count as one.
void PaymentFollower::rest(std::chrono::milliseconds at_least, std::string_view why) {
    if (resting_) return;
    resting_ = true;
    rest_ = std::clamp(std::max(rest_ * 2, at_least), kShortestRest, kLongestRest);
    auto const time = std::to_string(rest_.count());
    needs_.log.warning("payments cannot be read yet",
                       {{"network", options_.network}, {"reason", why}, {"again_in_ms", time}});
    needs_.scheduler.after(rest_, [this] {
        resting_ = false;
        ask_next();
    });
}

void PaymentFollower::log_page(AccountPtr const& account, payments::PageReceived const& page) {
    for (auto const& payment : page.recorded) log_payment(payment);
    if (page.refused == 0) return;
    auto const address = account->followed.address.address();
    auto const count = std::to_string(page.refused);
    needs_.log.warning("Horizon shows payments in a past that was read before; refused",
                       {{"network", options_.network}, {"address", address}, {"count", count}});
}

/// The memo is a stranger's text and stays out of the log.
void PaymentFollower::log_payment(payments::ReceivedPayment const& payment) {
    auto const operation = payment.operation.to_text();
    auto const hash = base::to_hex(payment.hash);
    auto const amount = payment.amount ? base::to_lumens(*payment.amount) : std::string("unknown");
    if (auto const* order = std::get_if<payments::OrderId>(&payment.verdict)) {
        needs_.log.info("payment received", {{"network", payment.network},
                                             {"order", order->text()},
                                             {"operation", operation},
                                             {"transaction", hash},
                                             {"amount", amount}});
        return;
    }
    auto const reason = std::get<payments::UnassignedReason>(payment.verdict);
    needs_.log.info("payment received for no order", {{"network", payment.network},
                                                      {"address", payment.address.address()},
                                                      {"operation", operation},
                                                      {"transaction", hash},
                                                      {"amount", amount},
                                                      {"asset", payment.asset},
                                                      {"reason", to_text(reason)}});
}

}  // namespace farthing::engine
