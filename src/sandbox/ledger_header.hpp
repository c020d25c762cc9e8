#pragma once

#include <vector>

#include "sandbox/repository.hpp"

/// The hashes that chain the ledgers together. SHA-256 over numbers in big-endian order and hashes,
/// in this order:
///
///     header       sequence u32, previous_hash, closed_at i64 (UNIX seconds),
///     transaction_set_hash,
///                  result_set_hash, total_coins i64, fee_pool i64, successful_transactions u32,
///                  failed_transactions u32, operations u32, all_operations u32
///     transactions previous_hash, then each envelope as XDR
///     results      for each transaction its hash and its TransactionResult as XDR
///
/// It is not the network's LedgerHeader, which covers a state that is kept differently there. Every
/// field has a fixed length or is XDR that tells its own, so different contents are different
/// bytes.
namespace farthing::sandbox {

base::Sha256 hash_of_header(LedgerHeader const& header);
base::Sha256 hash_of_transactions(base::Sha256 const& previous_hash,
                                  std::vector<ClosedTransaction> const& transactions);
base::Sha256 hash_of_results(std::vector<ClosedTransaction> const& transactions);

}  // namespace farthing::sandbox
