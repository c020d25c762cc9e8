#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "stellar/network.hpp"
#include "stellar/operation.hpp"

/// Transactions as Stellar's XDR has them (Stellar-transaction.x), as far as lumens are concerned.
///
/// Amounts, fees and sequence numbers are plain integers here, because the network decodes negative
/// ones and refuses them later with a result code; base::Stroops begins where such a value has been
/// accepted.
namespace farthing::stellar {

using TransactionHash = base::Sha256;

constexpr std::size_t kMaxOperations = 100;
constexpr std::size_t kMaxSignatures = 20;
constexpr std::size_t kMaxMemoText = 28;

struct TimeBounds {
    std::uint64_t min_time = 0;
    std::uint64_t max_time = 0;  ///< 0 = never too late.
    bool operator==(TimeBounds const&) const = default;
};

struct LedgerBounds {
    std::uint32_t min_ledger = 0;
    std::uint32_t max_ledger = 0;
    bool operator==(LedgerBounds const&) const = default;
};

/// What must hold for the transaction to be valid. XDR has three forms (PRECOND_NONE, TIME, V2) and
/// a hash depends on which was used, so the form is kept.
struct NoPreconditions {
    bool operator==(NoPreconditions const&) const = default;
};
struct PreconditionsV2 {
    std::optional<TimeBounds> time_bounds = {};
    std::optional<LedgerBounds> ledger_bounds = {};
    std::optional<SequenceNumber> min_sequence = {};
    std::uint64_t min_sequence_age = 0;
    std::uint32_t min_sequence_ledger_gap = 0;
    std::vector<SignerKey> extra_signers = {};  ///< At most two.
    bool operator==(PreconditionsV2 const&) const = default;
};
using Preconditions = std::variant<NoPreconditions, TimeBounds, PreconditionsV2>;

struct MemoNone {
    bool operator==(MemoNone const&) const = default;
};
struct MemoText {
    std::string text;  ///< At most 28 bytes, not necessarily UTF-8.
    bool operator==(MemoText const&) const = default;
};
struct MemoId {
    std::uint64_t id;
    bool operator==(MemoId const&) const = default;
};
struct MemoHash {
    base::ByteArray<32> hash;
    bool operator==(MemoHash const&) const = default;
};
struct MemoReturn {
    base::ByteArray<32> hash;
    bool operator==(MemoReturn const&) const = default;
};
using Memo = std::variant<MemoNone, MemoText, MemoId, MemoHash, MemoReturn>;

struct Transaction {
    MuxedAccount source;
    std::uint32_t fee;  ///< The most that may be charged for all operations together, in stroops.
    SequenceNumber sequence;
    Preconditions preconditions = {};
    Memo memo = {};
    std::vector<Operation> operations = {};
    /// The XDR of SorobanTransactionData, byte by byte; absent where no contract is called.
    std::optional<base::Bytes> soroban_data = {};
    bool operator==(Transaction const&) const = default;
};

struct DecoratedSignature {
    SignatureHint hint;
    base::Bytes signature;  ///< At most 64 bytes: an ed25519 signature, or the preimage of a
                            ///< hash(x) signer.
    bool operator==(DecoratedSignature const&) const = default;
};

/// A transaction (from envelope v0 or v1; v0 is converted, its hash and signatures are the same)
/// with signatures.
struct SignedTransaction {
    Transaction transaction;
    std::vector<DecoratedSignature> signatures = {};
    bool operator==(SignedTransaction const&) const = default;
};

/// Somebody else's signed transaction, with a fee source that pays for it (CAP-15).
struct FeeBump {
    MuxedAccount fee_source;
    std::int64_t fee;
    SignedTransaction inner;
    std::vector<DecoratedSignature> signatures = {};
    bool operator==(FeeBump const&) const = default;
};

using Envelope = std::variant<SignedTransaction, FeeBump>;

/// What is signed: SHA-256 over network id, envelope type and the transaction in its v1 layout.
/// Never over signatures, so it is known before anybody has signed.
TransactionHash hash_of(Transaction const& transaction, NetworkId const& network);
TransactionHash hash_of(FeeBump const& fee_bump, NetworkId const& network);
TransactionHash hash_of(Envelope const& envelope, NetworkId const& network);

/// The signature of `key` over the hash, with its hint.
DecoratedSignature sign(TransactionHash const& hash, KeyPair const& key);

/// The time bounds, wherever the preconditions hold them.
std::optional<TimeBounds> time_bounds(Transaction const& transaction);

}  // namespace farthing::stellar
