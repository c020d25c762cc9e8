#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "payments/finding.hpp"
#include "stellar/network.hpp"
#include "store/database.hpp"

namespace farthing::app {

struct LedgerAudit {
    std::vector<payments::Finding> findings;
    std::int64_t transactions;
};

/// Lives the embedded ledger's whole history once more (sandbox::Replay) and compares; tells on
/// standard error how far it is when there is much. Throws std::runtime_error when the database
/// cannot be read.
LedgerAudit audit_ledger(store::Database& database,
                         std::string_view passphrase = stellar::kTestnetPassphrase);

}  // namespace farthing::app
