#include "stellar/transaction.hpp"

#include "stellar/envelope_xdr.hpp"
#include "stellar/xdr.hpp"

namespace farthing::stellar {
namespace {

/// The tags of what is signed; v0 is signed as v1.
constexpr std::int32_t kTagTransaction = 2;
constexpr std::int32_t kTagFeeBump = 5;

TransactionHash tagged_hash(NetworkId const& network, std::int32_t tag, base::ByteView body) {
    XdrWriter out;
    out.i32(tag);
    return base::sha256({network, out.take(), body});
}

}  // namespace

TransactionHash hash_of(Transaction const& transaction, NetworkId const& network) {
    return tagged_hash(network, kTagTransaction, encode_transaction(transaction));
}

TransactionHash hash_of(FeeBump const& fee_bump, NetworkId const& network) {
    return tagged_hash(network, kTagFeeBump, encode_fee_bump(fee_bump));
}

TransactionHash hash_of(Envelope const& envelope, NetworkId const& network) {
    if (auto const* fee_bump = std::get_if<FeeBump>(&envelope)) return hash_of(*fee_bump, network);
    return hash_of(std::get<SignedTransaction>(envelope).transaction, network);
}

DecoratedSignature sign(TransactionHash const& hash, KeyPair const& key) {
    auto const signature = key.sign(hash);
    return {.hint = key.public_key().hint(), .signature = {signature.begin(), signature.end()}};
}

std::optional<TimeBounds> time_bounds(Transaction const& transaction) {
    auto const& preconditions = transaction.preconditions;
    if (auto const* time = std::get_if<TimeBounds>(&preconditions)) return *time;
    if (auto const* v2 = std::get_if<PreconditionsV2>(&preconditions)) return v2->time_bounds;
    return std::nullopt;
}

}  // namespace farthing::stellar
