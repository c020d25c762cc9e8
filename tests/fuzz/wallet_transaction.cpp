// Envelopes that strangers hand in to pay for an order: whatever is taken is one payment of the
// order's price to its payee in time, and what the server adds to it binds nobody to more.
//
// The first byte says whether a wallet signs what the rest decodes to, so that signatures do not
// keep the fuzzer out.

#include "payments/wallet_transaction.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "base/testing.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/network.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"
#include "store/stores_repository.hpp"
#include "store/testing.hpp"

using namespace farthing;

namespace {

/// One order that waits for its payment, over the real store. Made of fixed bytes, so that inputs
/// can name the order, its payee and the wallet.
struct Shop {
    Shop() {
        repository.put_channel(network.name, {1, keys.key(1).public_key(), 100});
        auto const made = payments::make_offer({repository, goods, stores}, clock, random, network,
                                               {.buyer = wallet.public_key(), .good = good.id});
        order = std::get<payments::Offered>(made->offer).order;
        // Another order would be another corpus.
        base::ensure(order->id.text() == "01M3250V00F0EJPZRFDS7A6HNH");
    }
    base::Result<payments::CheckedTransaction> check(base::ByteView envelope) {
        return payments::check_wallet_transaction(repository, clock, keys, network, order->id,
                                                  base::to_base64(envelope));
    }

    store::TestDatabase database{store::platform_schema()};
    store::StoresRepository stores{database.transaction()};
    store::GoodsRepository goods{database.transaction()};
    store::PaymentsRepository repository{database.transaction()};
    base::ManualClock clock;
    base::SeededRandom random;
    payments::Network network{.name = "testnet",
                              .passphrase = std::string(stellar::kTestnetPassphrase),
                              .id = stellar::network_id(stellar::kTestnetPassphrase)};
    payments::ChannelKeys keys{base::Secret("master"), "testnet"};
    stellar::KeyPair merchant = stellar::KeyPair::generate(random);
    stellar::KeyPair wallet = stellar::KeyPair::generate(random);
    stores::Store store = stores::create_store(stores, clock, random,
                                               {.network = "testnet",
                                                .name = "The Farthing Post",
                                                .payout_address = merchant.address()})
                              ->store;
    goods::Good good = goods::create(goods, clock, random, store.id,
                                     {.price = base::Stroops::of(4'000),
                                      .shared_secret = base::Secret("jsbicjttovhgtkdtsthduxg"),
                                      .url = "",
                                      .title = "An article"});
    std::optional<payments::Order> order;
};

/// The envelope as it came, or with the wallet's signature in the place of all others.
base::Bytes envelope_of(Shop const& shop, base::ByteView bytes, bool sign) {
    auto const decoded = stellar::decode_envelope(bytes);
    auto const* plain = decoded ? std::get_if<stellar::SignedTransaction>(&*decoded) : nullptr;
    if (!sign || plain == nullptr) return {bytes.begin(), bytes.end()};
    auto const hash = stellar::hash_of(plain->transaction, shop.network.id);
    return stellar::encode_envelope(
        stellar::SignedTransaction{plain->transaction, {stellar::sign(hash, shop.wallet)}});
}

void check_payment(Shop const& shop, stellar::Transaction const& transaction) {
    base::ensure(transaction.operations.size() == 1 && !transaction.soroban_data);
    auto const& operation = transaction.operations[0];
    auto const& payment = std::get<stellar::Payment>(operation.body);
    base::ensure(payment == stellar::Payment{.destination = {shop.merchant.public_key()},
                                             .asset = stellar::NativeAsset{},
                                             .amount = shop.order->price.value()});
    auto const& source = transaction.source.account;
    base::ensure(!operation.source || operation.source->account == source);
    base::ensure(source != shop.merchant.public_key() && source != shop.keys.key(1).public_key());
    base::ensure(std::get<stellar::MemoText>(transaction.memo).text == shop.order->id.text());
}

void check_time(Shop const& shop, stellar::Transaction const& transaction,
                payments::WalletSubmission const& submission) {
    auto const bounds = *stellar::time_bounds(transaction);
    auto const now = static_cast<std::uint64_t>(shop.clock.now().seconds());
    base::ensure(bounds.min_time <= now && now < bounds.max_time && bounds.max_time <= now + 300);
    base::ensure(submission.expires_at.seconds() == static_cast<std::int64_t>(bounds.max_time));
    auto plain = transaction;
    plain.preconditions = stellar::PreconditionsV2{.time_bounds = bounds};
    base::ensure(std::holds_alternative<stellar::TimeBounds>(transaction.preconditions) ||
                 transaction.preconditions == plain.preconditions);
}

/// Of a source account's own signatures one at least is good.
void check_signatures(stellar::SignedTransaction const& envelope,
                      stellar::TransactionHash const& hash) {
    base::ensure(!envelope.signatures.empty());
    auto const& source = envelope.transaction.source.account;
    auto const claims = [&](auto const& each) { return each.hint == source.hint(); };
    auto const proves = [&](auto const& each) {
        stellar::Signature signature{};
        if (!claims(each) || each.signature.size() != signature.size()) return false;
        std::copy(each.signature.begin(), each.signature.end(), signature.begin());
        return stellar::verify(source, hash, signature);
    };
    auto const& all = envelope.signatures;
    base::ensure(std::none_of(all.begin(), all.end(), claims) ||
                 std::any_of(all.begin(), all.end(), proves));
}

/// What the server hands to the network: the payment untouched, alone or in a fee-bump that one
/// channel account pays.
void check_handed_on(Shop const& shop, stellar::SignedTransaction const& envelope,
                     payments::WalletSubmission const& submission) {
    auto const sent = *stellar::decode_envelope(submission.envelope);
    base::ensure(stellar::hash_of(sent, shop.network.id) == submission.payment.submitted_hash);
    auto const* bump = std::get_if<stellar::FeeBump>(&sent);
    if (bump == nullptr)
        return base::ensure(std::get<stellar::SignedTransaction>(sent) == envelope);
    auto const channel = shop.keys.key(1).public_key();
    base::ensure(bump->inner == envelope && bump->fee_source.account == channel);
    auto const fee = static_cast<std::int64_t>(envelope.transaction.fee);
    base::ensure(bump->fee >= 2 * fee && bump->fee <= payments::kMaxFeeBump);
    stellar::Signature signature{};
    auto const& bytes = bump->signatures.at(0).signature;
    base::ensure(bump->signatures.size() == 1 && bytes.size() == signature.size());
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    base::ensure(stellar::verify(channel, submission.payment.submitted_hash, signature));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Shop shop;
    if (size == 0) return 0;
    auto const bytes = envelope_of(shop, {data + 1, size - 1}, data[0] % 2 == 1);
    auto const checked = shop.check(bytes);
    if (!checked) {
        base::ensure(checked.error().code == base::Errc::invalid_request);
        return 0;
    }
    auto const& submission = std::get<payments::WalletSubmission>(*checked);
    auto const envelope = std::get<stellar::SignedTransaction>(*stellar::decode_envelope(bytes));
    base::ensure(submission.order == shop.order->id);
    base::ensure(submission.payment.payer == envelope.transaction.source.account);
    base::ensure(submission.hash == stellar::hash_of(envelope.transaction, shop.network.id));
    check_payment(shop, envelope.transaction);
    check_time(shop, envelope.transaction, submission);
    check_signatures(envelope, submission.hash);
    check_handed_on(shop, envelope, submission);
    return 0;
}
