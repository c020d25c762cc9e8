#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/bytes.hpp"
#include "stellar/keys.hpp"

/// Operations as Stellar's XDR has them (Stellar-transaction.x).
///
/// Amounts and sequence numbers are plain integers here, because the network decodes negative ones
/// and refuses them later with a result code.
namespace farthing::stellar {

using SequenceNumber = std::int64_t;

/// The numbers of the operations' types, as OperationType has them.
constexpr std::int32_t kCreateAccountType = 0;
constexpr std::int32_t kPaymentType = 1;
constexpr std::int32_t kSetOptionsType = 5;
constexpr std::int32_t kAccountMergeType = 8;
constexpr std::int32_t kManageDataType = 10;
constexpr std::int32_t kBumpSequenceType = 11;
constexpr std::int32_t kBeginSponsoringType = 16;
constexpr std::int32_t kEndSponsoringType = 17;
constexpr std::int32_t kLastOperationType = 26;

constexpr std::size_t kMaxHomeDomain = 32;
constexpr std::size_t kMaxDataName = 64;
constexpr std::size_t kMaxDataValue = 64;
constexpr std::size_t kMaxSignedPayload = 64;

struct MuxedAccount {
    PublicKey account;
    std::optional<std::uint64_t> id = {};  ///< Set for `M...` addresses.
    bool operator==(MuxedAccount const&) const = default;
};

/// Lumens, or a credit of an issuer.
struct NativeAsset {
    bool operator==(NativeAsset const&) const = default;
};
struct CreditAsset {
    /// 1 to 12 letters and digits. What else the network lets through is kept byte by byte, since a
    /// hash depends on it; the ledger then calls it malformed.
    std::string code;
    PublicKey issuer;
    bool operator==(CreditAsset const&) const = default;
};
using Asset = std::variant<NativeAsset, CreditAsset>;

/// Who may sign for an account besides its own key (SignerKey).
struct PreAuthorizedTransaction {
    base::ByteArray<32> hash;  ///< The transaction itself stands for the signature, once.
    auto operator<=>(PreAuthorizedTransaction const&) const = default;
};
struct HashLock {
    base::ByteArray<32> hash;  ///< Who shows the preimage signs.
    auto operator<=>(HashLock const&) const = default;
};
struct SignedPayload {
    PublicKey key;
    base::Bytes payload;  ///< 1 to 64 bytes that the key has to sign (CAP-40).
    auto operator<=>(SignedPayload const&) const = default;
};
using SignerKey = std::variant<PublicKey, PreAuthorizedTransaction, HashLock, SignedPayload>;

struct CreateAccount {
    PublicKey destination;
    std::int64_t starting_balance;
    bool operator==(CreateAccount const&) const = default;
};
struct Payment {
    MuxedAccount destination;
    Asset asset;
    std::int64_t amount;
    bool operator==(Payment const&) const = default;
};
/// Moves everything that the source has to the destination and removes the source.
struct AccountMerge {
    MuxedAccount destination;
    bool operator==(AccountMerge const&) const = default;
};
struct BumpSequence {
    SequenceNumber bump_to;
    bool operator==(BumpSequence const&) const = default;
};
/// What is absent stays as it is.
struct SetOptions {
    struct SignerChange {
        SignerKey key;
        std::uint32_t weight;  ///< 0 removes it.
        bool operator==(SignerChange const&) const = default;
    };
    std::optional<PublicKey> inflation_destination = {};
    std::optional<std::uint32_t> clear_flags = {};
    std::optional<std::uint32_t> set_flags = {};
    std::optional<std::uint32_t> master_weight = {};
    std::optional<std::uint32_t> low_threshold = {};
    std::optional<std::uint32_t> medium_threshold = {};
    std::optional<std::uint32_t> high_threshold = {};
    std::optional<std::string> home_domain = {};  ///< At most 32 bytes.
    std::optional<SignerChange> signer = {};
    bool operator==(SetOptions const&) const = default;
};
/// Sets a data entry of the source, or removes it.
struct ManageData {
    std::string name;                       ///< At most 64 bytes.
    std::optional<base::Bytes> value = {};  ///< At most 64 bytes; absent: remove.
    bool operator==(ManageData const&) const = default;
};
/// Until the end, the source pays the reserves of what this account comes to own (CAP-33).
struct BeginSponsoring {
    PublicKey sponsored;
    bool operator==(BeginSponsoring const&) const = default;
};
struct EndSponsoring {
    bool operator==(EndSponsoring const&) const = default;
};
/// An operation of another type, which is only carried: a hash depends on its bytes.
struct OtherOperation {
    std::int32_t type;
    base::Bytes body;  ///< Its XDR after the type.
    bool operator==(OtherOperation const&) const = default;
};
using OperationBody = std::variant<CreateAccount, Payment, SetOptions, AccountMerge, ManageData,
                                   BumpSequence, BeginSponsoring, EndSponsoring, OtherOperation>;

/// The number of its type.
std::int32_t type_of(OperationBody const& body);

struct Operation {
    std::optional<MuxedAccount> source = {};  ///< Absent: the transaction's source.
    OperationBody body;
    bool operator==(Operation const&) const = default;
};

}  // namespace farthing::stellar
