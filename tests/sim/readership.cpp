#include "readership.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sandbox/accounts.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::sim {
namespace {

constexpr std::uint8_t kReaders = 5;

stellar::KeyPair key_number(std::uint8_t number) {
    return stellar::KeyPair::from_seed({number, 7});
}

stellar::Signature signature_of(stellar::TransactionHash const& hash, stellar::KeyPair const& key) {
    auto const decorated = stellar::sign(hash, key);
    stellar::Signature signature{};
    std::ranges::copy(decorated.signature, signature.begin());
    return signature;
}

}  // namespace

/// What somebody knows of an order only ever grows.
void ClientLog::tell(payments::OrderId const& order, Standing standing) {
    auto& known = told.try_emplace(order, standing).first->second;
    known = std::max(known, standing);
}

void ClientLog::tell(engine::Ending const& ending) {
    auto const* sold = std::get_if<engine::Ending::Sold>(&ending.outcome);
    tell(ending.order.id, sold != nullptr ? Standing::settled : Standing::failed);
    if (sold != nullptr)
        receipts.push_back({ending.order.id, sold->receipt.text, sold->purchase.id.text()});
}

Readership::Readership(Needs needs) : needs_(std::move(needs)), sink_(key_number(99)) {
    for (std::uint8_t i = 0; i < kReaders; ++i) readers_.push_back({.key = key_number(i)});
}

std::vector<stellar::PublicKey> Readership::accounts() const {
    std::vector<stellar::PublicKey> all{sink_.public_key()};
    for (auto const& reader : readers_) all.push_back(reader.key.public_key());
    return all;
}

void Readership::act() {
    // Most people simply buy.
    static constexpr std::array<Deed, 17> kDeeds{
        &Readership::order,       &Readership::order,  &Readership::order, &Readership::order,
        &Readership::order,       &Readership::order,  &Readership::order, &Readership::order_twice,
        &Readership::replay,      &Readership::forge,  &Readership::steal, &Readership::cancel,
        &Readership::refill,      &Readership::refill, &Readership::watch, &Readership::look,
        &Readership::pay_directly};
    if (goods_.empty() || needs_.desk() == nullptr) return;
    auto& reader = needs_.chance.any_of(readers_);
    (this->*needs_.chance.any_of(kDeeds))(reader);
}

void Readership::order(Reader& reader) {
    done("order");
    needs_.desk()->offer({.buyer = reader.key.public_key(), .good = needs_.chance.any_of(goods_)},
                         [this, &reader](base::Result<engine::OfferAnswer> const& answer) {
                             if (!answer) return;
                             if (answer->ending) log_.tell(*answer->ending);
                             if (answer->kind == engine::OfferAnswer::Kind::sign)
                                 answer_offer(reader, answer->order);
                         });
}

/// Two tabs, or one that was reloaded.
void Readership::order_twice(Reader& reader) {
    done("two tabs");
    order(reader);
    order(reader);
}

void Readership::answer_offer(Reader& reader, payments::Order const& offered) {
    log_.tell(offered.id, ClientLog::Standing::offered);
    reader.orders.push_back(offered);
    auto const mood = needs_.chance.below(10);
    if (mood == 0) return done("vanish");
    if (mood == 1) {
        done("pay by wallet");
        return needs_.timeline.after(needs_.chance.between(0, 3'000),
                                     [this, &reader, offered] { pay_by_wallet(reader, offered); });
    }
    if (mood == 4) return pay_directly(reader, offered);
    bool const is_late = mood == 2 || mood == 3;
    if (is_late) done("sign late");
    auto const time =
        is_late ? needs_.chance.between(10'000, 22'000) : needs_.chance.between(0, 1'500);
    needs_.timeline.after(time, [this, &reader, offered] { sign(reader, offered); });
}

void Readership::sign(Reader& reader, payments::Order const& order) {
    done("sign");
    auto const signature = signature_of(order.hash, reader.key);
    submit(reader, order.id, signature);
    if (needs_.chance.percent(15)) {
        done("double click");
        submit(reader, order.id, signature);
    }
    if (needs_.chance.percent(8)) drain(reader);
}

void Readership::submit(Reader const& reader, payments::OrderId const& id,
                        stellar::Signature signature) {
    if (needs_.desk() == nullptr) return;
    needs_.desk()->submit(
        reader.key.public_key(), id, signature,
        [this](base::Result<payments::Order> const& order) {
            if (order) log_.tell(order->id, ClientLog::Standing::submitted);
        },
        [this](engine::Ending const& ending) { log_.tell(ending); });
}

stellar::SignedTransaction Readership::wallet_payment(Reader const& reader,
                                                      payments::Order const& order,
                                                      Letter const& letter) {
    auto const end =
        needs_.timeline.now().seconds() + 8 + static_cast<std::int64_t>(needs_.chance.below(40));
    stellar::Transaction const transaction{
        .source = {reader.key.public_key()},
        // Sometimes more than the server bids for: then it goes as it is.
        .fee = needs_.chance.percent(20) ? 20'000U : 100U,
        .sequence = needs_.network.next_sequence(reader.key.public_key()),
        .preconditions = stellar::TimeBounds{.max_time = static_cast<std::uint64_t>(end)},
        .memo = letter.memo,
        .operations = {{.body = stellar::Payment{.destination = {order.destination},
                                                 .asset = stellar::NativeAsset{},
                                                 .amount = letter.stroops}}}};
    auto const hash = stellar::hash_of(transaction, needs_.network.id());
    return {transaction, {stellar::sign(hash, reader.key)}};
}

std::string Readership::wallet_envelope(Reader const& reader, payments::Order const& order) {
    return stellar::encode_envelope_base64(
        wallet_payment(reader, order, {order.price.value(), stellar::MemoText{order.id.text()}}));
}

/// An order of whatever state, perhaps for the second time.
void Readership::pay_directly(Reader& reader) {
    if (!reader.orders.empty()) pay_directly(reader, needs_.chance.any_of(reader.orders));
}

/// Past the server, with the order's memo on the ledger itself. Some people mistype the amount, and
/// some forget the memo.
void Readership::pay_directly(Reader const& reader, payments::Order const& order) {
    done("pay directly");
    auto const typo =
        needs_.chance.percent(20) ? static_cast<std::int64_t>(needs_.chance.below(3)) - 1 : 0;
    bool const forgets = needs_.chance.percent(10);
    Letter const letter{.stroops = order.price.value() + typo,
                        .memo = forgets ? stellar::Memo(stellar::MemoNone{})
                                        : stellar::Memo(stellar::MemoText{order.id.text()})};
    auto const payment = wallet_payment(reader, order, letter);
    log_.direct_payments.insert(stellar::hash_of(payment.transaction, needs_.network.id()));
    needs_.network.submit(payment);
}

void Readership::pay_by_wallet(Reader& reader, payments::Order const& order) {
    if (needs_.desk() == nullptr) return;
    auto const envelope = wallet_envelope(reader, order);
    needs_.desk()->submit_wallet_transaction(
        order.id, envelope, [this, envelope](base::Result<payments::Order> const& taken) {
            if (!taken) return;
            log_.tell(taken->id, ClientLog::Standing::submitted);
            if (!needs_.chance.percent(30)) return;
            done("submit own bytes too");
            needs_.timeline.after(needs_.chance.between(0, 20'000), [this, envelope] {
                needs_.network.submit(*stellar::decode_envelope_base64(envelope));
            });
        });
}

/// An old signature, for its own order or for another one.
void Readership::replay(Reader& reader) {
    if (reader.orders.empty()) return;
    done("replay");
    auto const& from = needs_.chance.any_of(reader.orders);
    auto const& to = needs_.chance.any_of(reader.orders);
    submit(reader, to.id, signature_of(from.hash, reader.key));
}

void Readership::forge(Reader& reader) {
    if (reader.orders.empty()) return;
    done("forge");
    auto const& order = needs_.chance.any_of(reader.orders);
    auto const open = [this](base::Result<payments::Order> const& taken) {
        if (taken) log_.frauds.push_back("a forged signature for " + taken->id.text());
    };
    needs_.desk()->submit(reader.key.public_key(), order.id, signature_of(order.hash, sink_), open,
                          [](engine::Ending const&) {});
}

/// Somebody else's order, with a signature that is right for it.
void Readership::steal(Reader& reader) {
    auto const& victim = needs_.chance.any_of(readers_);
    if (victim.orders.empty() || &victim == &reader) return;
    done("steal");
    auto const& order = victim.orders.back();
    auto const open = [this](base::Result<payments::Order> const& taken) {
        if (taken) log_.frauds.push_back("another one's order " + taken->id.text());
    };
    needs_.desk()->submit(reader.key.public_key(), order.id, signature_of(order.hash, victim.key),
                          open, [](engine::Ending const&) {});
}

void Readership::cancel(Reader& reader) {
    if (reader.orders.empty()) return;
    done("cancel");
    needs_.desk()->cancel(reader.key.public_key(), reader.orders.back().id,
                          [this](base::Result<payments::Order> const& order) {
                              if (order) log_.tell(order->id, ClientLog::Standing::failed);
                          });
}

/// The account empties while payments from it are under way.
void Readership::drain(Reader& reader) {
    auto const account = needs_.network.repository().find_account(reader.key.public_key());
    if (!account || sandbox::available(*account) < 2'000) return;
    done("drain");
    stellar::Transaction const transaction{
        .source = {account->id},
        .fee = 100,
        .sequence = account->sequence + 1,
        .operations = {{.body = stellar::Payment{.destination = {sink_.public_key()},
                                                 .asset = stellar::NativeAsset{},
                                                 .amount = sandbox::available(*account) - 100}}}};
    auto const hash = stellar::hash_of(transaction, needs_.network.id());
    needs_.network.submit(
        stellar::SignedTransaction{transaction, {stellar::sign(hash, reader.key)}});
}

void Readership::refill(Reader& reader) {
    done("refill");
    needs_.network.found({reader.key.public_key()});
}

void Readership::watch(Reader& reader) {
    if (reader.orders.empty()) return;
    auto const& order = needs_.chance.any_of(reader.orders);
    auto const known = log_.told.find(order.id);
    if (known == log_.told.end() || known->second < ClientLog::Standing::submitted) return;
    done("watch");
    needs_.desk()->watch(order.id, [this](engine::Ending const& ending) { log_.tell(ending); });
}

void Readership::look(Reader& reader) {
    done("look");
    needs_.desk()->look_up(goods_, reader.key.public_key(),
                           [](base::Result<std::vector<engine::GoodOnSale>> const&) {});
}

}  // namespace farthing::sim
