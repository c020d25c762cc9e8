#pragma once

#include <string_view>

#include "goods/good.hpp"
#include "store/transaction.hpp"

/// How secrets lie in the database: sealed, each for its own row.
namespace farthing::store {

Value sealed(Transaction const& transaction, std::string_view place, base::Secret const& secret);

/// The secret in a column. StoreFailure when it cannot be opened.
base::Secret unsealed_at(Transaction const& transaction, Row const& row, std::size_t column,
                         std::string_view place);

/// Where a good's secret lies, and the answer to a request with an idempotency key.
std::string place_of(goods::GoodId const& good);
std::string place_of_answer(std::string_view store, std::string_view key);

/// A number for a secret's last bytes. Secrets of one store with the same end have the same;
/// without the key it says nothing.
Value secret_tail(Transaction const& transaction, std::string_view store,
                  base::Secret const& secret);

/// Seals the secrets of a database that still has them in clear (a step of migration).
void seal_clear_secrets(Transaction& transaction);

/// Seals the goods' secrets under the current key, and numbers their last bytes.
void seal_goods_anew(Transaction& transaction);

/// Seals everything under the current key; from then on no other one is needed.
void seal_anew(Transaction& transaction);

}  // namespace farthing::store
