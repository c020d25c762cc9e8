#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "store/transaction.hpp"
#include "stores/store.hpp"

namespace farthing::store {

/// The answer to a request that carried an idempotency key.
struct StoredAnswer {
    std::string key;
    base::Sha256 request;  ///< What was asked: the same key must not ask for something else.
    std::string fields;    ///< The header fields as on the wire.
    std::string body;      ///< May hold shared secrets: sealed in the database.
};

/// How long an answer is given again.
constexpr std::chrono::hours kAnswersKept(24);
/// How much is kept for one store; then its oldest answers go.
constexpr std::int64_t kAnswerBytesPerStore = 64 * 1024 * 1024;

/// Answers that are given again when a request is repeated. Used within one transaction.
class AnswersRepository {
public:
    explicit AnswersRepository(Transaction& transaction) : transaction_(transaction) {}

    /// Nothing when it was stored longer than kAnswersKept ago.
    std::optional<StoredAnswer> find(stores::StoreId const& store, std::string_view key,
                                     base::Timestamp now);
    /// In the place of one under this key that is found no more.
    void insert(stores::StoreId const& store, StoredAnswer const& answer, base::Timestamp now);
    /// Drops everybody's that are found no more, at most so many, the oldest first; how many.
    std::int64_t forget(base::Timestamp now, std::size_t most);

private:
    Transaction& transaction_;
};

}  // namespace farthing::store
