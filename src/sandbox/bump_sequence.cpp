#include <algorithm>

#include "sandbox/operations.hpp"
#include "sandbox/sequence.hpp"

namespace farthing::sandbox {

using stellar::BumpSequenceCode;

BumpSequenceCode check(stellar::BumpSequence const& operation, PublicKey const&) {
    return operation.bump_to < 0 ? BumpSequenceCode::bad_sequence : BumpSequenceCode::success;
}

OperationResult apply(stellar::BumpSequence const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around) {
    auto& account = accounts.change(source);
    // Its rest is over even when the number stays.
    use_sequence(account, std::max(account.sequence, operation.bump_to), around.ledger);
    return result_of(BumpSequenceCode::success);
}

}  // namespace farthing::sandbox
