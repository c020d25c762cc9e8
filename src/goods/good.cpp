#include "goods/good.hpp"

namespace farthing::goods {
namespace {

base::Error unknown_good() {
    return base::fail(base::Errc::not_found, "there is no good with this id");
}

/// Satoshis tell less than stroops: who sends back what version 1 has shown changes no price.
bool is_shown_price(Description const& description, Change const& change) {
    return change.satoshis && shown_satoshis(description) == *change.satoshis;
}

Description with(Description description, Change const& change) {
    if (change.price && !is_shown_price(description, change)) {
        description.price = *change.price;
        description.satoshis = change.satoshis;
    }
    if (change.shared_secret) description.shared_secret = *change.shared_secret;
    if (change.url) description.url = *change.url;
    if (change.title) description.title = *change.title;
    if (change.purchase_validity) description.purchase_validity = *change.purchase_validity;
    return description;
}

void update(Repository& repository, base::Clock const& clock, Good& good) {
    good.updated_at = clock.now();
    ++good.revision;
    repository.update(good);
}

}  // namespace

Satoshis shown_satoshis(Description const& description) {
    return description.satoshis ? *description.satoshis : in_satoshis(description.price);
}

Change replacement_by(Description description) {
    return {.price = description.price,
            .shared_secret = std::move(description.shared_secret),
            .url = std::move(description.url),
            .title = std::move(description.title),
            .purchase_validity = description.purchase_validity,
            .satoshis = description.satoshis};
}

Good create(Repository& repository, base::Clock const& clock, base::Random& random,
            stores::StoreId const& store, Description description) {
    auto const now = clock.now();
    Good good{.id = GoodId::make_after(repository.newest_id(store), clock, random),
              .store = store,
              .description = std::move(description),
              .created_at = now,
              .updated_at = now};
    repository.insert(good);
    return good;
}

base::Result<Good> find(Repository& repository, stores::StoreId const& store, GoodId const& id) {
    auto good = repository.find(store, id);
    if (!good) return unknown_good();
    return std::move(*good);
}

base::Result<Good> change(Repository& repository, base::Clock const& clock,
                          stores::StoreId const& store, GoodId const& id, Change const& change) {
    auto good = find(repository, store, id);
    if (!good) return good;
    auto description = with(good->description, change);
    if (description == good->description) return good;
    good->description = std::move(description);
    update(repository, clock, *good);
    return good;
}

std::optional<GoodId> price_at_rate(Repository& repository, base::Clock const& clock,
                                    SatoshiRate rate, std::optional<GoodId> const& after,
                                    std::size_t most) {
    auto goods = repository.list_at_current_rate(after, most);
    for (auto& good : goods) {
        auto const price = in_stroops(*good.description.satoshis, rate);
        if (price == good.description.price) continue;
        good.description.price = price;
        update(repository, clock, good);
    }
    if (goods.empty()) return std::nullopt;
    return goods.back().id;
}

base::Result<Good> remove(Repository& repository, base::Clock const& clock,
                          stores::StoreId const& store, GoodId const& id) {
    auto good = find(repository, store, id);
    if (good) repository.remove(store, id, clock.now());
    return good;
}

}  // namespace farthing::goods
