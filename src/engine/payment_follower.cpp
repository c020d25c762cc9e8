#include "engine/payment_follower.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "engine/http_answer.hpp"
#include "store/payments_repository.hpp"

namespace farthing::engine {
namespace {

constexpr std::chrono::seconds kPageTimeout(30);

/// A record holds its whole transaction, which may have a hundred operations.
constexpr std::size_t kPageBytes = 8UL * 1024 * 1024;

/// After a page that could not be read: smaller ones, down to a single record.
constexpr std::uint32_t kSmaller = 8;

}  // namespace

void PaymentFollower::start() {
    needs_.scheduler.post([this] {
        look_for_stores();
        needs_.scheduler.after(kRound, [this] { begin_round(); });
    });
}

void PaymentFollower::stop() {
    needs_.scheduler.post([this] {
        stopped_ = true;
        line_.clear();
        for (auto const& [address, account] : accounts_)
            if (account->stream) account->stream->close();
    });
}

void PaymentFollower::begin_round() {
    if (stopped_) return;
    for (auto const& [address, account] : accounts_) line_up(account);
    needs_.scheduler.after(kRound, [this] { begin_round(); });
}

void PaymentFollower::look_for_stores() {
    if (stopped_) return;
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
                needs_.scheduler.after(kLook, [this] { look_for_stores(); });
            });
        });
}

void PaymentFollower::meet(Accounts const& accounts) {
    for (auto const& followed : accounts) {
        auto& account = accounts_[followed.address];
        if (account != nullptr) continue;
        account = std::make_shared<Account>(Account{.followed = followed});
        line_up(account);
    }
}

void PaymentFollower::line_up(AccountPtr const& account) {
    if (stopped_) return;
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
    while (!stopped_ && asked_ < kAskedAtOnce && !line_.empty()) {
        auto const account = line_.front();
        line_.pop_front();
        ask(account);
    }
}

std::string PaymentFollower::url_of(AccountPtr const& account) const {
    return options_.horizon_url + "/accounts/" + account->followed.address.address() + "/payments";
}

void PaymentFollower::ask(AccountPtr const& account) {
    ++asked_;
    gate_.enter(
        RequestGate::kLongestPause,
        [this, account](RequestGate::Pass pass) { send(account, pass); },
        [this, account](base::Error const&) {
            --asked_;
            line_.push_back(account);
            ask_next();
        });
}

void PaymentFollower::send(AccountPtr const& account, RequestGate::Pass pass) {
    account->again = false;
    http::ClientRequest request{
        .url = url_of(account) + "?cursor=" + std::to_string(account->followed.cursor) +
               "&join=transactions&limit=" + std::to_string(account->limit) + "&order=asc",
        .timeout = kPageTimeout,
        .body_limit = kPageBytes};
    needs_.client.send(std::move(request), [this, account, pass](Answer const& answer) {
        --asked_;
        answered(account, pass, answer);
        ask_next();
    });
}

void PaymentFollower::ask_later(AccountPtr const& account, std::string_view why) {
    needs_.log.warning("payments cannot be read yet",
                       {{"network", options_.network}, {"reason", why}});
    line_.push_back(account);
}

void PaymentFollower::answered(AccountPtr const& account, RequestGate::Pass pass,
                               Answer const& answer) {
    if (!answer) {
        account->limit = std::max(account->limit / kSmaller, 1U);
        gate_.overloaded(pass, std::nullopt);
        return ask_later(account, answer.error().message);
    }
    auto const status = "its Horizon answered " + std::to_string(answer->status);
    auto const overload = horizon::overload_of(to_http_answer(*answer));
    if (overload || answer->status >= 500) {
        gate_.overloaded(pass, overload ? overload->told : std::nullopt);
        return ask_later(account, status);
    }
    gate_.answered(pass);
    if (answer->status == 200) return read_page(account, answer->body);
    // The account is not on the network yet; its stream will tell when it is.
    if (answer->status == 404)
        listen(account);
    else
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
    listen(account);
    if (!page->empty()) return record(account, std::move(*page));
    expect(account);
    leave_line(account);
}

void PaymentFollower::listen(AccountPtr const& account) {
    if (account->stream != nullptr || streams_ == options_.streams) return;
    ++streams_;
    // The account owns the stream, so the stream must not own the account.
    auto* const listener = account.get();
    account->stream = std::make_unique<PaymentStream>(
        PaymentStream::Needs{needs_.client, needs_.scheduler, needs_.clock}, url_of(account),
        PaymentStream::Owner{
            .cursor = [listener] { return listener->followed.cursor; },
            .heard =
                [this, address = account->followed.address](std::int64_t position) {
                    auto const& heard = accounts_.at(address);
                    if (position <= heard->followed.cursor) return;
                    heard->heard = position;
                    line_up(heard);
                }});
    account->stream->open();
}

/// The page was empty. Should the stream have told of more, another server has it.
void PaymentFollower::expect(AccountPtr const& account) {
    if (account->heard <= account->followed.cursor) return;
    account->heard = 0;
    needs_.scheduler.after(kLag, [this, account] { line_up(account); });
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
