#include <algorithm>
#include <cstdio>

#include "app/commands.hpp"
#include "app/findings.hpp"
#include "app/ledger_audit.hpp"
#include "app/runtime.hpp"
#include "store/data_directory.hpp"

namespace farthing::app {

int ledger_check(LedgerCheckOptions const& options) {
    Runtime runtime;
    if (!std::filesystem::exists(options.data_dir / "ledger.db"))
        throw std::runtime_error("there is no ledger in " + options.data_dir.string());
    store::DataDirectory const data(options.data_dir);
    store::ThreadedDatabase database(runtime.database_options(data.file("ledger.db")),
                                     store::ledger_schema());
    auto const audit = audit_ledger(database, options.passphrase);
    print(audit.findings);
    bool const good = hold(audit.findings);
    std::printf("%lld transactions\n%s\n", static_cast<long long>(audit.transactions),
                good ? "The ledger is whole." : "The ledger is damaged.");
    return good ? 0 : 1;
}

}  // namespace farthing::app
