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

/// How much is kept for one store; then its oldest answers go.
constexpr std::int64_t kAnswerBytesPerStore = 64 * 1024 * 1024;

/// Answers that are given again when a request is repeated. Used within one transaction.
class AnswersRepository {
public:
    explicit AnswersRepository(Transaction& transaction) : transaction_(transaction) {}

    std::optional<StoredAnswer> find(stores::StoreId const& store, std::string_view key);
    /// The store must have none under this key.
    void insert(stores::StoreId const& store, StoredAnswer const& answer, base::Timestamp now);
    /// Drops everybody's answers from before `time`.
    void forget_before(base::Timestamp time);

private:
    Transaction& transaction_;
};

}  // namespace farthing::store
