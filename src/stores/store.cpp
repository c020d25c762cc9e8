#include "stores/store.hpp"

#include "base/encoding.hpp"

namespace farthing::stores {
namespace {

ApiKey make_api_key(base::Random& random) {
    return {.key = base::to_hex(random.bytes<16>()),
            .secret = base::Secret(base::to_base64url(random.bytes<32>()))};
}

base::Sha256 hash_of(base::Secret const& secret) {
    return base::sha256(secret.reveal_bytes());
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kMaxNameBytes && base::is_utf8(name) &&
           name.find_first_of(std::string_view("\0\r\n", 3)) == name.npos;
}

base::Error unauthorized() {
    return base::fail(base::Errc::unauthorized, "Unauthorized Request");
}

}  // namespace

std::string_view to_text(SatoshiPrices prices) {
    return prices == SatoshiPrices::fixed ? "fixed" : "rate";
}

base::Result<SatoshiPrices> parse_satoshi_prices(std::string_view text) {
    for (auto const prices : {SatoshiPrices::fixed, SatoshiPrices::current_rate})
        if (text == to_text(prices)) return prices;
    return base::fail(base::Errc::invalid_request,
                      "prices in satoshis are sold at \"fixed\" or \"rate\"");
}

base::Result<CreatedStore> create_store(Repository& repository, base::Clock const& clock,
                                        base::Random& random, NewStore const& input) {
    if (!is_name(input.name))
        return base::fail(base::Errc::invalid_request, "a store's name is 1 to " +
                                                           std::to_string(kMaxNameBytes) +
                                                           " bytes of text in one line");
    auto const payout = stellar::PublicKey::parse(input.payout_address);
    if (!payout)
        return base::fail(
            base::Errc::invalid_request,
            "the payout address must be a Stellar address (G...): " + payout.error().message);

    Store const store{.id = StoreId::make(clock, random),
                      .network = input.network,
                      .name = input.name,
                      .payout_address = *payout,
                      .created_at = clock.now(),
                      .satoshi_prices = input.satoshi_prices};
    auto api_key = make_api_key(random);
    repository.insert_store(store);
    repository.insert_api_key({.key = api_key.key,
                               .store = store.id,
                               .secret_hash = hash_of(api_key.secret),
                               .created_at = store.created_at});
    return CreatedStore{.store = store, .api_key = std::move(api_key)};
}

base::Result<Store> authenticate(Repository& repository, ApiKey const& presented,
                                 std::string_view network) {
    auto found = repository.find_by_api_key(presented.key);
    auto const expected = found ? found->secret_hash : base::Sha256{};
    bool const fits = base::equal_in_constant_time(hash_of(presented.secret), expected);
    if (!found || !fits || found->store.network != network) return unauthorized();
    return std::move(found->store);
}

}  // namespace farthing::stores
