#include "sandbox/ledger_header.hpp"

#include "stellar/xdr.hpp"

namespace farthing::sandbox {

base::Sha256 hash_of_header(LedgerHeader const& header) {
    stellar::XdrWriter out;
    out.u32(header.sequence);
    out.raw(header.previous_hash);
    out.i64(header.closed_at.seconds());
    out.raw(header.transaction_set_hash);
    out.raw(header.result_set_hash);
    out.i64(header.total_coins);
    out.i64(header.fee_pool);
    out.u32(header.successful_transactions);
    out.u32(header.failed_transactions);
    out.u32(header.operations);
    out.u32(header.all_operations);
    return base::sha256(out.take());
}

base::Sha256 hash_of_transactions(base::Sha256 const& previous_hash,
                                  std::vector<ClosedTransaction> const& transactions) {
    stellar::XdrWriter out;
    out.raw(previous_hash);
    for (auto const& transaction : transactions) out.raw(transaction.envelope);
    return base::sha256(out.take());
}

base::Sha256 hash_of_results(std::vector<ClosedTransaction> const& transactions) {
    stellar::XdrWriter out;
    for (auto const& transaction : transactions) {
        out.raw(transaction.hash);
        out.raw(transaction.result);
    }
    return base::sha256(out.take());
}

}  // namespace farthing::sandbox
