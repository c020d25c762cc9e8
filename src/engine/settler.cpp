#include "engine/settler.hpp"

#include "base/encoding.hpp"
#include "base/failpoint.hpp"
#include "engine/endings.hpp"
#include "payments/outcome.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"

namespace farthing::engine {
namespace {

/// How many sockets may wait for one order; a wallet that asks more often than that has forgotten
/// the first ones.
constexpr std::size_t kMaxListeners = 8;

constexpr std::chrono::milliseconds kTryAgainAfter(1'000);

payments::ChannelAnswer to_answer(base::Result<std::optional<AccountState>> const& account) {
    if (!account) return payments::NoAnswer{};
    if (!*account) return payments::ChannelMissing{};
    return (*account)->sequence;
}

void log_ending(base::Log& log, Ending const& ending) {
    auto const& order = ending.order;
    auto const hash = base::to_hex(order.hash);
    if (auto const* reason = std::get_if<payments::FailureReason>(&ending.outcome)) {
        log.info("order ended without a sale", {{"order", order.id.text()},
                                                {"good", order.good.text()},
                                                {"reason", to_text(*reason)},
                                                {"transaction", hash}});
        return;
    }
    auto const& sold = std::get<Ending::Sold>(ending.outcome);
    log.info("order settled", {{"order", order.id.text()},
                               {"good", order.good.text()},
                               {"purchase", sold.purchase.id.text()},
                               {"ledger", std::to_string(sold.purchase.ledger)},
                               {"transaction", hash}});
}

}  // namespace

std::pair<Settler::RunPtr, bool> Settler::join(payments::OrderId const& id, Listener listener) {
    auto& run = runs_[id];
    bool const is_new = run == nullptr;
    if (is_new) run = std::make_shared<Run>(Run{.id = id, .listeners = {}});
    if (run->listeners.size() == kMaxListeners) run->listeners.erase(run->listeners.begin());
    run->listeners.push_back(std::move(listener));
    return {run, is_new};
}

void Settler::carry(payments::OrderId const& id, Listener listener) {
    needs_.scheduler.post([this, id, listener = std::move(listener)] {
        auto const [run, is_new] = join(id, listener);
        if (is_new) read(run);
    });
}

void Settler::carry_new(payments::Order const& submitted, Listener listener) {
    needs_.scheduler.post([this, submitted, listener = std::move(listener)] {
        auto const [run, is_new] = join(submitted.id, listener);
        if (is_new) begin(run, submitted, payments::Settlement::Bytes::never_sent);
    });
}

/// Reads the order as it is now: one that has ended is told, another one is carried on.
void Settler::read(RunPtr const& run) {
    needs_.database.read<Standing>(
        [id = run->id, now = needs_.clock.now()](store::Transaction& transaction) {
            return standing_of(transaction, id, now);
        },
        [this, run](base::Result<Standing> standing) {
            needs_.scheduler.post([this, run, standing = std::move(standing)] {
                if (standing && standing->ending) return end(run, *standing->ending);
                if (standing)
                    return begin(run, standing->order, payments::Settlement::Bytes::may_be_out);
                needs_.log.error("order cannot be read yet",
                                 {{"order", run->id.text()}, {"error", standing.error().message}});
                needs_.scheduler.after(kTryAgainAfter, [this, run] { read(run); });
            });
        });
}

void Settler::begin(RunPtr const& run, payments::Order const& order,
                    payments::Settlement::Bytes bytes) {
    run->order = order;
    run->settlement.emplace(order, bytes);
    take(run, run->settlement->start());
}

void Settler::resume(std::string const& network) {
    using Orders = std::vector<payments::Order>;
    needs_.database.read<Orders>(
        [network](store::Transaction& transaction) -> base::Result<Orders> {
            return store::PaymentsRepository(transaction).submitted_orders(network);
        },
        [this, network](base::Result<Orders> orders) {
            if (!orders) {
                needs_.log.error("submitted orders cannot be read yet",
                                 {{"error", orders.error().message}});
                return needs_.scheduler.after(kTryAgainAfter, [this, network] { resume(network); });
            }
            for (auto const& order : *orders) {
                needs_.log.info("order resumed", {{"order", order.id.text()}});
                carry(order.id, [](Ending const&) {});
            }
        });
}

void Settler::take(RunPtr const& run, payments::Step const& step) {
    auto& horizon = needs_.horizon;
    auto& settlement = *run->settlement;
    if (std::holds_alternative<payments::Submit>(step)) {
        base::failpoint("settlement.submitting");
        horizon.submit({.envelope = run->order->signed_envelope,
                        .hash = payments::submitted_hash(*run->order)},
                       [this, run, &settlement](payments::SubmitAnswer const& answer) {
                           base::failpoint("settlement.submitted");
                           notice_trouble(*run->order, answer);
                           take(run, settlement.on_submitted(answer));
                       });
    } else if (std::holds_alternative<payments::LookUp>(step)) {
        horizon.look_up(run->order->hash,
                        [this, run, &settlement](payments::LookUpAnswer const& answer) {
                            base::failpoint("settlement.looked_up");
                            take(run, settlement.on_looked_up(answer));
                        });
    } else if (std::holds_alternative<payments::ReadLatestLedger>(step)) {
        horizon.latest_ledger([this, run, &settlement](auto const& ledger) {
            take(run, settlement.on_latest_ledger(ledger));
        });
    } else if (std::holds_alternative<payments::ReadChannel>(step)) {
        horizon.account(payments::channel_of(*run->order),
                        [this, run, &settlement](auto const& account) {
                            take(run, settlement.on_channel(to_answer(account)));
                        });
    } else if (auto const* wait = std::get_if<payments::Wait>(&step)) {
        needs_.scheduler.after(wait->time,
                               [this, run, &settlement] { take(run, settlement.on_waited()); });
    } else {
        record(run, std::get<payments::Finish>(step));
    }
}

/// The account that pays the fee is one of ours, unless a wallet's transaction pays for itself.
void Settler::notice_trouble(payments::Order const& order, payments::SubmitAnswer const& answer) {
    auto const* refused = std::get_if<payments::Refused>(&answer);
    if (refused == nullptr) return;
    auto const code = refused->result.code;
    if (code == stellar::TransactionCode::no_account ||
        code == stellar::TransactionCode::insufficient_balance)
        needs_.channels.check(order.channel);
}

void Settler::record(RunPtr const& run, payments::Finish const& finish) {
    base::failpoint("finish.recording");
    needs_.database.write<Ending>(
        [this, id = run->id, finish](store::Transaction& transaction) {
            return record_finish(transaction, needs_.clock, needs_.random, id, finish);
        },
        [this, run, finish](base::Result<Ending> ending) {
            base::failpoint("finish.recorded");
            needs_.scheduler.post([this, run, finish, ending = std::move(ending)] {
                if (ending) return end(run, *ending);
                retry_recording(run, finish, ending.error());
            });
        });
}

/// The network has decided, only our disk has not taken it: the order stays submitted until it
/// does.
void Settler::retry_recording(RunPtr const& run, payments::Finish const& finish,
                              base::Error const& error) {
    needs_.log.error("order's end cannot be recorded",
                     {{"order", run->id.text()}, {"error", error.message}});
    if (error.code == base::Errc::conflict) {
        // The record says otherwise. Trying again cannot mend that; a person has to look.
        runs_.erase(run->id);
        return;
    }
    needs_.scheduler.after(kTryAgainAfter, [this, run, finish] { record(run, finish); });
}

void Settler::end(RunPtr const& run, Ending const& ending) {
    log_ending(needs_.log, ending);
    runs_.erase(run->id);
    base::failpoint("receipt.sending");
    for (auto const& listener : run->listeners) listener(ending);
}

}  // namespace farthing::engine
