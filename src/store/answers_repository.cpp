#include "store/answers_repository.hpp"

#include "store/columns.hpp"
#include "store/sealed_secrets.hpp"

namespace farthing::store {
namespace {

/// What a row takes besides its texts, roughly.
constexpr std::size_t kRowBytes = 256;

}  // namespace

std::optional<StoredAnswer> AnswersRepository::find(stores::StoreId const& store,
                                                    std::string_view key, base::Timestamp now) {
    auto const rows = transaction_.query(
        "SELECT request_hash, fields, sealed_body FROM answers WHERE store_id = $1 AND key = $2 "
        "AND created_at >= $3",
        {store.text(), std::string(key), column(now - kAnswersKept)});
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    auto const body = unsealed_at(transaction_, row, 2, place_of_answer(store.text(), key));
    return StoredAnswer{.key = std::string(key),
                        .request = hash_at(row, 0),
                        .fields = row.text(1),
                        .body = std::string(body.reveal())};
}

/// `kept_bytes` adds up what the store has had kept: the difference of two rows is what lies
/// between them.
void AnswersRepository::insert(stores::StoreId const& store, StoredAnswer const& answer,
                               base::Timestamp now) {
    auto const before = transaction_.number(
        "SELECT coalesce(max(kept_bytes), 0) FROM answers WHERE store_id = $1", {store.text()});
    auto const size = kRowBytes + answer.fields.size() + answer.body.size();
    auto const kept = before + static_cast<std::int64_t>(size);
    transaction_.execute(
        "INSERT INTO answers (store_id, key, request_hash, fields, sealed_body, created_at, "
        "kept_bytes) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "ON CONFLICT (store_id, key) DO UPDATE SET request_hash = $3, fields = $4, "
        "sealed_body = $5, created_at = $6, kept_bytes = $7",
        {store.text(), answer.key, to_value(answer.request), answer.fields,
         sealed(transaction_, place_of_answer(store.text(), answer.key), base::Secret(answer.body)),
         column(now), kept});
    transaction_.execute("DELETE FROM answers WHERE store_id = $1 AND kept_bytes <= $2",
                         {store.text(), kept - kAnswerBytesPerStore});
}

std::int64_t AnswersRepository::forget(base::Timestamp now, std::size_t most) {
    return transaction_.execute(
        "DELETE FROM answers WHERE (store_id, key) IN (SELECT store_id, key FROM answers "
        "WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        {column(now - kAnswersKept), static_cast<std::int64_t>(most)});
}

}  // namespace farthing::store
