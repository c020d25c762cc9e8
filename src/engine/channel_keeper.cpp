#include "engine/channel_keeper.hpp"

#include "store/payments_repository.hpp"

namespace farthing::engine {
namespace {

constexpr std::chrono::milliseconds kTryAgainAfter(2'000);

}  // namespace

void ChannelKeeper::start(std::function<void()> ready, std::function<void()> all_ready) {
    ready_ = std::move(ready);
    all_ready_ = std::move(all_ready);
    needs_.scheduler.post([this] {
        for (payments::ChannelNumber number = 1; number <= options_.channels; ++number)
            open(number);
    });
}

void ChannelKeeper::open(payments::ChannelNumber number) {
    needs_.horizon.account(keys_.key(number).public_key(),
                           [this, number](base::Result<std::optional<AccountState>> account) {
                               check(number, account);
                           });
}

void ChannelKeeper::check(payments::ChannelNumber number,
                          base::Result<std::optional<AccountState>> const& account) {
    if (!account) return try_again(number, account.error().message);
    if (*account) return record(number, (*account)->sequence);
    if (options_.friendbot) return fund(number);
    try_again(number, "the account does not exist; send it at least 2 lumens");
}

void ChannelKeeper::fund(payments::ChannelNumber number) {
    needs_.horizon.fund(keys_.key(number).public_key(), [this, number](base::Result<void> funded) {
        if (!funded) return try_again(number, funded.error().message);
        open(number);
    });
}

/// A channel that an order holds keeps its number: the order's end will tell the true one.
void ChannelKeeper::record(payments::ChannelNumber number, stellar::SequenceNumber sequence) {
    payments::Channel const channel{
        .number = number, .address = keys_.key(number).public_key(), .sequence = sequence};
    needs_.database.write<bool>(
        [this, channel](store::Transaction& transaction) -> base::Result<bool> {
            store::PaymentsRepository(transaction).put_channel(options_.network, channel);
            return true;
        },
        [this, number](base::Result<bool> recorded) {
            needs_.scheduler.post([this, number, recorded] {
                recorded ? opened() : try_again(number, recorded.error().message);
            });
        });
}

void ChannelKeeper::opened() {
    ++open_;
    if (open_ == 1) ready_();
    if (open_ != options_.channels) return;
    needs_.log.info("channel accounts are ready",
                    {{"network", options_.network}, {"count", std::to_string(open_)}});
    all_ready_();
}

void ChannelKeeper::try_again(payments::ChannelNumber number, std::string_view why) {
    auto const address = keys_.key(number).address();
    needs_.log.warning("channel account is not ready yet",
                       {{"network", options_.network}, {"account", address}, {"reason", why}});
    needs_.scheduler.after(kTryAgainAfter, [this, number] { open(number); });
}

}  // namespace farthing::engine
