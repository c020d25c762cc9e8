#include "horizon/remote_payment.hpp"

#include "horizon/fields.hpp"

namespace farthing::horizon {
namespace {

using base::Errc;
using base::fail;
using base::Result;

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

std::string without_controls(std::string_view text) {
    std::string out;
    for (auto const c : text) {
        bool const control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        control ? out.append(kReplacement) : out.append(1, c);
    }
    return out;
}

stellar::Asset read_asset(Fields& fields) {
    if (fields.text("asset_type") == "native") return stellar::NativeAsset{};
    return stellar::CreditAsset{.code = without_controls(fields.text("asset_code")),
                                .issuer = fields.address("asset_issuer")};
}

/// What moved from one account to another, whichever of them was asked for.
struct Move {
    stellar::PublicKey to;
    Incoming incoming;
};

Move read_payment(Fields& fields) {
    return {.to = fields.address("to"),
            .incoming = {.kind = Incoming::Kind::payment,
                         .from = fields.address("from"),
                         .asset = read_asset(fields),
                         .amount = fields.lumens("amount")}};
}

Move read_created(Fields& fields) {
    return {.to = fields.address("account"),
            .incoming = {.kind = Incoming::Kind::account_created,
                         .from = fields.address("funder"),
                         .asset = stellar::NativeAsset{},
                         .amount = fields.lumens("starting_balance")}};
}

Move read_merged(Fields& fields) {
    return {.to = fields.address("into"),
            .incoming = {.kind = Incoming::Kind::account_merged,
                         .from = fields.address("account"),
                         .asset = stellar::NativeAsset{},
                         .amount = std::nullopt}};
}

/// Adds one change of balances that a contract made, if it is in favour of `account`. A contract
/// may move several assets; the first one stands for them.
void add_change(Fields& change, stellar::PublicKey const& account, stellar::PublicKey const& caller,
                std::optional<Incoming>& total) {
    if (!change.has("to") || change.text("to") != account.address()) return;
    Incoming incoming{.kind = Incoming::Kind::contract,
                      .from = caller,
                      .asset = read_asset(change),
                      .amount = change.lumens("amount")};
    if (!total) {
        total = std::move(incoming);
    } else if (incoming.asset == total->asset && total->amount) {
        auto const sum = base::add(*total->amount, *incoming.amount);
        total->amount = sum ? std::optional(*sum) : std::nullopt;
    }
}

std::optional<Move> read_contract(Fields& fields, stellar::PublicKey const& account) {
    if (!fields.has("asset_balance_changes")) return std::nullopt;
    auto const* changes = fields.array("asset_balance_changes");
    if (changes == nullptr) return std::nullopt;
    auto const caller = fields.address("source_account");
    std::optional<Incoming> total;
    for (auto const& item : *changes) {
        auto change = fields.nested(item, "a change of balances");
        if (!change) return std::nullopt;
        add_change(*change, account, caller, total);
        fields.reject_fault_of(*change);
    }
    if (!total) return std::nullopt;
    return Move{.to = account, .incoming = std::move(*total)};
}

std::optional<Move> read_move(Fields& fields, stellar::PublicKey const& account) {
    auto const type = fields.text("type");
    // The oldest is the name of path_payment_strict_receive before protocol 12.
    if (type == "payment" || type == "path_payment_strict_receive" ||
        type == "path_payment_strict_send" || type == "path_payment")
        return read_payment(fields);
    if (type == "create_account") return read_created(fields);
    if (type == "account_merge") return read_merged(fields);
    if (type == "invoke_host_function") return read_contract(fields, account);
    return std::nullopt;
}

std::optional<Incoming> read_incoming(Fields& fields, stellar::PublicKey const& account) {
    if (!fields.boolean("transaction_successful")) return std::nullopt;
    auto move = read_move(fields, account);
    if (!move || move->to != account) return std::nullopt;
    bool const within = move->incoming.from == account;
    if (within && move->incoming.kind != Incoming::Kind::contract) return std::nullopt;
    return std::move(move->incoming);
}

HistoryPosition read_position(Fields& fields) {
    auto const number = fields.large_number("id");
    auto const position = HistoryPosition::from_number(number < 0 ? 0 : number);
    if (position.operation == 0 || position.transaction == 0)
        fields.reject(fail(Errc::invalid_request, "\"id\" is not an operation's"));
    return position;
}

void read_inner_hash(Fields& transaction, RemotePayment& out) {
    if (!transaction.has("inner_transaction")) return;
    auto inner = transaction.object("inner_transaction");
    if (!inner) return;
    out.inner_hash = inner->hash("hash");
    transaction.reject_fault_of(*inner);
}

void read_transaction(Fields& transaction, RemotePayment& out) {
    if (transaction.small_number("ledger") != out.position.ledger)
        transaction.reject(
            fail(Errc::invalid_request, "\"ledger\" and \"id\" contradict each other"));
    // Horizon leaves a text out when it is empty.
    if (transaction.text("memo_type") == "text")
        out.memo = transaction.has("memo") ? without_controls(transaction.text("memo")) : "";
    read_inner_hash(transaction, out);
}

Result<RemotePayment> read_record(base::json::value const& value,
                                  stellar::PublicKey const& account) {
    auto fields = Fields::of(value, "the payment");
    if (!fields) return fields.error();
    RemotePayment out{.position = read_position(*fields),
                      .created_at = fields->time("created_at"),
                      .hash = fields->hash("transaction_hash"),
                      .inner_hash = {},
                      .memo = {},
                      .incoming = read_incoming(*fields, account)};
    auto transaction = fields->object("transaction");
    if (transaction) read_transaction(*transaction, out);
    if (transaction) fields->reject_fault_of(*transaction);
    if (fields->fault()) return *fields->fault();
    return out;
}

}  // namespace

Result<std::vector<RemotePayment>> parse_payments(std::string_view body,
                                                  stellar::PublicKey const& account) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto page = Fields::of(*value, "the page");
    if (!page) return page.error();
    auto embedded = page->object("_embedded");
    if (!embedded) return *page->fault();
    auto const* records = embedded->array("records");
    if (records == nullptr) return *embedded->fault();

    std::vector<RemotePayment> payments;
    for (auto const& record : *records) {
        auto payment = read_record(record, account);
        if (!payment) return payment.error();
        payments.push_back(std::move(*payment));
    }
    return payments;
}

}  // namespace farthing::horizon
