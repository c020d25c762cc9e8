#include "horizon/envelope_inspection.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "horizon/money_fields.hpp"
#include "horizon/muxed_fields.hpp"
#include "horizon/operation_details.hpp"
#include "horizon/operation_record.hpp"
#include "horizon/transaction_fields.hpp"
#include "horizon/utf8.hpp"
#include "stellar/signers.hpp"

namespace farthing::horizon {
namespace {

using stellar::SignerKey;
using Signers = std::vector<SignerKey>;

stellar::MuxedAccount const& source_of(stellar::Transaction const& transaction,
                                       stellar::Operation const& operation) {
    return operation.source ? *operation.source : transaction.source;
}

void add_once(Signers& signers, SignerKey const& signer) {
    if (std::ranges::find(signers, signer) == signers.end()) signers.push_back(signer);
}

/// Those who are known to sign: the sources, and the extra signers.
Signers signers_of(stellar::Transaction const& transaction) {
    Signers out{transaction.source.account};
    for (auto const& operation : transaction.operations)
        add_once(out, source_of(transaction, operation).account);
    if (auto const* v2 = std::get_if<stellar::PreconditionsV2>(&transaction.preconditions))
        for (auto const& signer : v2->extra_signers) add_once(out, signer);
    return out;
}

struct Signing {
    stellar::TransactionHash const& hash;
    Signers const& signers;
};

/// A signature that is the preimage of a hash says itself which signer it is by.
std::optional<SignerKey> hash_signer_of(stellar::DecoratedSignature const& signature) {
    SignerKey signer = stellar::HashLock{base::sha256(signature.signature)};
    if (stellar::signature_hint(signer) != signature.hint) return std::nullopt;
    return signer;
}

void add_unknown(json::object& out, stellar::DecoratedSignature const& signature) {
    auto const signer = hash_signer_of(signature);
    out["signer"] = signer ? json::value(stellar::signer_address(*signer)) : json::value();
    out["valid"] = signer ? json::value(true) : json::value();
    out["note"] = signer ? "a preimage: only the ledger knows whose signer its hash is"
                         : "unknown signer: the hint is of no account or extra signer in here";
}

/// Of several signers with the signature's hint, the one who did sign counts.
void add_signer(json::object& out, stellar::DecoratedSignature const& signature,
                Signing const& signing) {
    SignerKey const* bearer = nullptr;
    for (auto const& signer : signing.signers) {
        if (stellar::signature_hint(signer) != signature.hint) continue;
        bearer = &signer;
        if (stellar::is_signed_by(signer, signature, signing.hash)) break;
    }
    if (bearer == nullptr) return add_unknown(out, signature);
    bool const valid = stellar::is_signed_by(*bearer, signature, signing.hash);
    out["signer"] = stellar::signer_address(*bearer);
    out["valid"] = valid;
    if (!valid)
        out["note"] =
            "the hint is this signer's, but the signature is for something else: another network, "
            "or other contents";
}

json::array signatures_of(std::vector<stellar::DecoratedSignature> const& signatures,
                          Signing const& signing) {
    json::array out;
    for (auto const& signature : signatures) {
        json::object entry{{"hint", base::to_hex(signature.hint)},
                           {"signature", base::to_base64(signature.signature)}};
        add_signer(entry, signature, signing);
        out.push_back(std::move(entry));
    }
    return out;
}

void add_stroops(json::object& out, stellar::CreateAccount const& body) {
    out["starting_balance_stroops"] = std::to_string(body.starting_balance);
}

void add_stroops(json::object& out, stellar::Payment const& body) {
    bool const in_lumens = std::holds_alternative<stellar::NativeAsset>(body.asset);
    if (in_lumens) out["amount_stroops"] = std::to_string(body.amount);
}

/// No other operation that is known moves an amount that it names.
template <class Other>
void add_stroops(json::object&, Other const&) {}

json::object operation_of(stellar::Transaction const& transaction, std::size_t index) {
    auto const& operation = transaction.operations[index];
    auto const& source = source_of(transaction, operation);
    auto const sponsor = sponsor_of(transaction, index);
    auto const type = stellar::type_of(operation.body);
    json::object out{{"type", operation_type_name(type)}, {"type_i", type}};
    add_account(out, "source_account", source);
    add_details(out, {.source = source, .body = operation.body, .sponsor = sponsor});
    std::visit([&](auto const& body) { add_stroops(out, body); }, operation.body);
    if (auto const* other = std::get_if<stellar::OtherOperation>(&operation.body))
        out["body_xdr"] = base::to_base64(other->body);
    return out;
}

json::array operations_of(stellar::Transaction const& transaction) {
    json::array out;
    for (std::size_t i = 0; i < transaction.operations.size(); ++i)
        out.push_back(operation_of(transaction, i));
    return out;
}

/// The form too, since the hash depends on it.
json::object preconditions_with_form(stellar::Transaction const& transaction) {
    constexpr std::array<std::string_view, 3> kForms{"none", "time", "v2"};
    json::object out{{"form", kForms.at(transaction.preconditions.index())}};
    for (auto const& [key, value] : preconditions_of(transaction)) out[key] = value;
    return out;
}

json::object inspect_transaction(stellar::SignedTransaction const& envelope,
                                 stellar::NetworkId const& network) {
    auto const& transaction = envelope.transaction;
    auto const hash = stellar::hash_of(transaction, network);
    auto const signers = signers_of(transaction);
    json::object out{{"type", "transaction"}, {"hash", base::to_hex(hash)}};
    add_account(out, "source_account", transaction.source);
    add_money(out, "fee", transaction.fee);
    out["sequence"] = std::to_string(transaction.sequence);
    out["preconditions"] = preconditions_with_form(transaction);
    add_memo(out, transaction.memo);
    out["operations"] = operations_of(transaction);
    if (transaction.soroban_data)
        out["soroban_data_xdr"] = base::to_base64(*transaction.soroban_data);
    out["signatures"] = signatures_of(envelope.signatures, {.hash = hash, .signers = signers});
    return out;
}

json::object inspect_form(stellar::SignedTransaction const& envelope,
                          stellar::NetworkId const& network) {
    return inspect_transaction(envelope, network);
}

json::object inspect_form(stellar::FeeBump const& bump, stellar::NetworkId const& network) {
    auto const hash = stellar::hash_of(bump, network);
    Signers const signers{bump.fee_source.account};
    json::object out{{"type", "fee_bump_transaction"}, {"hash", base::to_hex(hash)}};
    add_account(out, "fee_account", bump.fee_source);
    add_money(out, "fee", bump.fee);
    out["signatures"] = signatures_of(bump.signatures, {.hash = hash, .signers = signers});
    out["inner_transaction"] = inspect_transaction(bump.inner, network);
    return out;
}

}  // namespace

json::object inspect(stellar::Envelope const& envelope, std::string_view passphrase) {
    auto const network = stellar::network_id(passphrase);
    json::object out{{"network_passphrase", scrub(passphrase)}};
    auto const said =
        std::visit([&](auto const& form) { return inspect_form(form, network); }, envelope);
    for (auto const& [key, value] : said) out[key] = value;
    return out;
}

}  // namespace farthing::horizon
