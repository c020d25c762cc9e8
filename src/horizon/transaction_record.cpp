#include "horizon/transaction_record.hpp"

#include "base/encoding.hpp"
#include "horizon/hal.hpp"
#include "horizon/muxed_fields.hpp"
#include "horizon/transaction_fields.hpp"
#include "stellar/address.hpp"
#include "stellar/envelope_xdr.hpp"

namespace farthing::horizon {
namespace {

/// An empty list of changes.
constexpr std::string_view kNoFeeMeta = "AAAAAA==";

json::array signatures_of(std::vector<stellar::DecoratedSignature> const& signatures) {
    json::array out;
    for (auto const& signature : signatures) out.emplace_back(base::to_base64(signature.signature));
    return out;
}

json::object links_of(std::string_view base_url, TransactionRecord const& record,
                      std::string const& hash, std::string const& source) {
    auto const self = "/transactions/" + hash;
    auto const token =
        HistoryPosition{.ledger = record.ledger, .transaction = record.order}.to_text();
    return {{"self", link(base_url, self)},
            {"account", link(base_url, "/accounts/" + source)},
            {"ledger", link(base_url, "/ledgers/" + std::to_string(record.ledger))},
            {"operations", list_link(base_url, self + "/operations")},
            {"effects", list_link(base_url, self + "/effects")},
            {"precedes", link(base_url, "/transactions?order=asc&cursor=" + token)},
            {"succeeds", link(base_url, "/transactions?order=desc&cursor=" + token)},
            {"transaction", link(base_url, self)}};
}

stellar::SignedTransaction const& inner_of(stellar::Envelope const& envelope) {
    if (auto const* bump = std::get_if<stellar::FeeBump>(&envelope)) return bump->inner;
    return std::get<stellar::SignedTransaction>(envelope);
}

void add_fees(json::object& out, TransactionRecord const& record) {
    auto const* bump = std::get_if<stellar::FeeBump>(&record.envelope);
    auto const& transaction = inner_of(record.envelope).transaction;
    add_account(out, "fee_account", bump != nullptr ? bump->fee_source : transaction.source);
    out["fee_charged"] = std::to_string(record.result.fee_charged);
    out["max_fee"] = bump != nullptr ? std::to_string(bump->fee) : std::to_string(transaction.fee);
    out["operation_count"] = transaction.operations.size();
}

/// The signatures shown first, and for a fee-bump both pairs of hash and signatures.
void add_signatures(json::object& out, TransactionRecord const& record) {
    auto const& inner = inner_of(record.envelope);
    auto const* bump = std::get_if<stellar::FeeBump>(&record.envelope);
    if (bump == nullptr) {
        out["signatures"] = signatures_of(inner.signatures);
        return;
    }
    base::ensure(record.inner_hash.has_value());
    out["signatures"] =
        signatures_of(record.shown_by_inner_hash ? inner.signatures : bump->signatures);
    out["fee_bump_transaction"] = {{"hash", base::to_hex(record.hash)},
                                   {"signatures", signatures_of(bump->signatures)}};
    out["inner_transaction"] = {{"hash", base::to_hex(*record.inner_hash)},
                                {"signatures", signatures_of(inner.signatures)},
                                {"max_fee", std::to_string(inner.transaction.fee)}};
}

}  // namespace

json::object to_json(TransactionRecord const& record, std::string_view base_url) {
    auto const& transaction = inner_of(record.envelope).transaction;
    bool const by_inner = record.shown_by_inner_hash && record.inner_hash;
    auto const hash = base::to_hex(by_inner ? *record.inner_hash : record.hash);
    auto const source = transaction.source.account.address();

    json::object out{
        {"_links", links_of(base_url, record, hash, source)},
        {"id", hash},
        {"paging_token",
         HistoryPosition{.ledger = record.ledger, .transaction = record.order}.to_text()},
        {"successful", stellar::succeeded(record.result)},
        {"hash", hash},
        {"ledger", record.ledger},
        {"created_at", base::to_rfc3339(record.created_at)}};
    out["source_account"] = source;
    if (transaction.source.id) {
        out["account_muxed"] = stellar::to_address(transaction.source);
        out["account_muxed_id"] = std::to_string(*transaction.source.id);
    }
    out["source_account_sequence"] = std::to_string(transaction.sequence);
    add_fees(out, record);
    out["envelope_xdr"] = stellar::encode_envelope_base64(record.envelope);
    out["result_xdr"] = stellar::encode_result_base64(record.result);
    out["fee_meta_xdr"] = kNoFeeMeta;
    add_memo(out, transaction.memo);
    add_signatures(out, record);
    auto preconditions = preconditions_of(transaction);
    if (!preconditions.empty()) out["preconditions"] = std::move(preconditions);
    return out;
}

}  // namespace farthing::horizon
