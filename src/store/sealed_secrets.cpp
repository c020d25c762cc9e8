#include "store/sealed_secrets.hpp"

#include <algorithm>

namespace farthing::store {
namespace {

/// Enough that unrelated secrets do not share it even where they are hex digits. Of a shorter
/// secret nobody can say what ends with it, but anybody can guess it.
constexpr std::size_t kTailBytes = 8;

void put_secret(Transaction& transaction, std::string const& id, std::string const& store,
                base::Secret const& secret) {
    auto const good = goods::GoodId::parse(id);
    if (!good) throw StoreFailure("a good has an id that is none");
    transaction.execute("UPDATE goods SET sealed_secret = $2, secret_tail = $3 WHERE id = $1",
                        {id, sealed(transaction, place_of(*good), secret),
                         secret_tail(transaction, store, secret)});
}

void seal_answers_anew(Transaction& transaction) {
    for (auto const& row : transaction.query("SELECT store_id, key, sealed_body FROM answers")) {
        auto const place = place_of_answer(row.text(0), row.text(1));
        auto const body = unsealed_at(transaction, row, 2, place);
        transaction.execute("UPDATE answers SET sealed_body = $3 WHERE store_id = $1 AND key = $2",
                            {row.text(0), row.text(1), sealed(transaction, place, body)});
    }
}

}  // namespace

Value sealed(Transaction const& transaction, std::string_view place, base::Secret const& secret) {
    return transaction.sealing_keys().seal(place, secret);
}

base::Secret unsealed_at(Transaction const& transaction, Row const& row, std::size_t column,
                         std::string_view place) {
    auto secret = transaction.sealing_keys().open(place, row.bytes(column));
    if (!secret) throw StoreFailure(secret.error().message);
    return std::move(*secret);
}

std::string place_of(goods::GoodId const& good) {
    return "good " + good.text();
}

std::string place_of_answer(std::string_view store, std::string_view key) {
    return "answer " + std::string(store) + " " + std::string(key);
}

Value secret_tail(Transaction const& transaction, std::string_view store,
                  base::Secret const& secret) {
    auto const text = secret.reveal();
    auto const tail = text.substr(text.size() - std::min(text.size(), kTailBytes));
    return to_value(transaction.sealing_keys().fingerprint({store, tail}));
}

void seal_clear_secrets(Transaction& transaction) {
    for (auto const& row : transaction.query("SELECT id, store_id, shared_secret FROM goods"))
        put_secret(transaction, row.text(0), row.text(1), base::Secret(row.text(2)));
}

void seal_goods_anew(Transaction& transaction) {
    for (auto const& row : transaction.query("SELECT id, store_id, sealed_secret FROM goods"))
        put_secret(transaction, row.text(0), row.text(1),
                   unsealed_at(transaction, row, 2, "good " + row.text(0)));
}

void seal_anew(Transaction& transaction) {
    seal_goods_anew(transaction);
    seal_answers_anew(transaction);
    transaction.execute("DELETE FROM sealing_keys WHERE id <> $1",
                        {to_value(transaction.sealing_keys().current())});
}

}  // namespace farthing::store
