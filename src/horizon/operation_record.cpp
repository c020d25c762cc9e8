#include "horizon/operation_record.hpp"

#include "base/encoding.hpp"
#include "horizon/hal.hpp"
#include "horizon/muxed_fields.hpp"
#include "horizon/operation_details.hpp"

namespace farthing::horizon {
namespace {

json::object links_of(std::string_view base_url, std::string const& id, std::string const& hash) {
    auto const self = "/operations/" + id;
    return {{"self", link(base_url, self)},
            {"transaction", link(base_url, "/transactions/" + hash)},
            {"effects", link(base_url, self + "/effects")},
            {"succeeds", link(base_url, "/effects?order=desc&cursor=" + id)},
            {"precedes", link(base_url, "/effects?order=asc&cursor=" + id)}};
}

stellar::MuxedAccount const& source_of(stellar::Transaction const& transaction, std::size_t index) {
    auto const& operation = transaction.operations[index];
    return operation.source ? *operation.source : transaction.source;
}

/// The account whose reserves matter to the operation, if it is of a kind that has a sponsor.
std::optional<stellar::PublicKey> sponsored_by(stellar::Transaction const& transaction,
                                               std::size_t index) {
    auto const& body = transaction.operations[index].body;
    if (auto const* create = std::get_if<stellar::CreateAccount>(&body)) return create->destination;
    if (std::holds_alternative<stellar::EndSponsoring>(body))
        return source_of(transaction, index).account;
    return std::nullopt;
}

}  // namespace

json::object to_json(OperationRecord const& operation, std::string_view base_url) {
    auto const id = operation.position.to_text();
    auto const hash = base::to_hex(operation.transaction_hash);
    json::object out{{"_links", links_of(base_url, id, hash)},
                     {"id", id},
                     {"paging_token", id},
                     {"transaction_successful", operation.transaction_successful}};
    add_account(out, "source_account", operation.source);
    auto const type = stellar::type_of(operation.body);
    out["type"] = operation_type_name(type);
    out["type_i"] = type;
    out["created_at"] = base::to_rfc3339(operation.created_at);
    out["transaction_hash"] = hash;
    if (operation.transaction) out["transaction"] = *operation.transaction;
    add_details(out,
                {.source = operation.source, .body = operation.body, .sponsor = operation.sponsor});
    return out;
}

std::optional<stellar::MuxedAccount> sponsor_of(stellar::Transaction const& transaction,
                                                std::size_t index) {
    base::ensure(index < transaction.operations.size());
    auto const account = sponsored_by(transaction, index);
    if (!account) return std::nullopt;
    for (auto i = index; i-- > 0;) {
        auto const& body = transaction.operations[i].body;
        bool const ends = std::holds_alternative<stellar::EndSponsoring>(body);
        if (ends && source_of(transaction, i).account == *account) return std::nullopt;
        auto const* begin = std::get_if<stellar::BeginSponsoring>(&body);
        if (begin != nullptr && begin->sponsored == *account) return source_of(transaction, i);
    }
    return std::nullopt;
}

}  // namespace farthing::horizon
