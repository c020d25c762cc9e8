#include "horizon/ledger_record.hpp"

#include "base/encoding.hpp"
#include "horizon/hal.hpp"
#include "horizon/paging.hpp"

namespace farthing::horizon {

json::object to_json(LedgerRecord const& ledger, std::string_view base_url) {
    auto const path = "/ledgers/" + std::to_string(ledger.sequence);
    auto const hash = base::to_hex(ledger.hash);
    return {{"_links",
             {{"self", link(base_url, path)},
              {"transactions", list_link(base_url, path + "/transactions")},
              {"operations", list_link(base_url, path + "/operations")},
              {"payments", list_link(base_url, path + "/payments")},
              {"effects", list_link(base_url, path + "/effects")}}},
            {"id", hash},
            {"paging_token", HistoryPosition{.ledger = ledger.sequence}.to_text()},
            {"hash", hash},
            {"prev_hash", base::to_hex(ledger.previous_hash)},
            {"sequence", ledger.sequence},
            {"successful_transaction_count", ledger.successful_transactions},
            {"failed_transaction_count", ledger.failed_transactions},
            {"operation_count", ledger.operations},
            {"tx_set_operation_count", ledger.all_operations},
            {"closed_at", base::to_rfc3339(ledger.closed_at)},
            {"total_coins", base::to_horizon_amount(ledger.total_coins)},
            {"fee_pool", base::to_horizon_amount(ledger.fee_pool)},
            {"base_fee_in_stroops", ledger.base_fee},
            {"base_reserve_in_stroops", ledger.base_reserve},
            {"max_tx_set_size", ledger.max_operations},
            {"protocol_version", ledger.protocol_version},
            {"header_xdr", ""}};
}

}  // namespace farthing::horizon
