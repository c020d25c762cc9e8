#include "api/wallet_messages.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"

namespace farthing::api {
namespace {

namespace json = base::json;
using base::Errc;
using base::fail;
using base::JsonReader;
using base::Result;

constexpr std::size_t kMaxRequestBytes = 64;

Result<stellar::Signature> parse_signature(std::string_view text) {
    auto const bytes = base::from_base64(text);
    stellar::Signature signature{};
    if (!bytes || bytes->size() != signature.size())
        return fail(Errc::invalid_request, "\"signature\" must be 64 bytes in base64");
    std::copy(bytes->begin(), bytes->end(), signature.begin());
    return signature;
}

/// The id in a field of text.
template <class Id>
Result<Id> read_id(JsonReader& reader, std::string_view key) {
    auto const text = reader.text(key);
    if (!text) return text.error();
    auto id = Id::parse(*text);
    if (!id)
        return fail(Errc::invalid_request,
                    "\"" + std::string(key) + "\" must be " + id.error().message);
    return id;
}

Result<WalletCommand> parse_authenticate(JsonReader& reader) {
    auto const address = reader.text("address");
    if (!address) return address.error();
    auto const key = stellar::PublicKey::parse(*address);
    if (!key) return fail(Errc::invalid_request, "\"address\" must be a Stellar address (G...)");
    auto const text = reader.text("signature");
    if (!text) return text.error();
    auto const signature = parse_signature(*text);
    if (!signature) return signature.error();
    return WalletCommand(Authenticate{.address = *key, .signature = *signature});
}

Result<WalletCommand> parse_goods(JsonReader& reader) {
    auto const ids = reader.array("goods");
    if (!ids) return ids.error();
    if ((*ids)->size() > base::limits::kGoodsPerMessage)
        return fail(Errc::invalid_request, "\"goods\" may hold at most " +
                                               std::to_string(base::limits::kGoodsPerMessage) +
                                               " ids");
    AskGoods asked;
    for (auto const& item : **ids) {
        if (!item.is_string())
            return fail(Errc::invalid_request, "\"goods\" must be an array of strings");
        std::string const text(item.get_string());
        if (auto id = goods::GoodId::parse(text))
            asked.ids.push_back(std::move(*id));
        else
            asked.malformed.push_back(text);
    }
    return WalletCommand(std::move(asked));
}

Result<WalletCommand> parse_purchases(JsonReader& reader) {
    auto const before = reader.optional_text("before");
    if (!before) return before.error();
    if (!*before) return WalletCommand(AskPurchases{});
    auto id = payments::PurchaseId::parse(**before);
    if (!id) return fail(Errc::invalid_request, "\"before\" must be " + id.error().message);
    return WalletCommand(AskPurchases{.before = std::move(*id)});
}

Result<WalletCommand> parse_order(JsonReader& reader) {
    auto good = read_id<goods::GoodId>(reader, "good");
    if (!good) return good.error();
    return WalletCommand(PlaceOrder{.good = std::move(*good)});
}

Result<WalletCommand> parse_submit(JsonReader& reader) {
    auto order = read_id<payments::OrderId>(reader, "order");
    if (!order) return order.error();
    auto const signature = reader.optional_text("signature");
    if (!signature) return signature.error();
    auto const envelope = reader.optional_text("envelope");
    if (!envelope) return envelope.error();
    if (signature->has_value() == envelope->has_value())
        return fail(Errc::invalid_request, "submit needs either \"signature\" or \"envelope\"");
    if (*envelope)
        return WalletCommand(SubmitOrder{.order = std::move(*order), .consent = **envelope});
    auto const bytes = parse_signature(**signature);
    if (!bytes) return bytes.error();
    return WalletCommand(SubmitOrder{.order = std::move(*order), .consent = *bytes});
}

Result<WalletCommand> parse_cancel(JsonReader& reader) {
    auto order = read_id<payments::OrderId>(reader, "order");
    if (!order) return order.error();
    return WalletCommand(CancelOrder{.order = std::move(*order)});
}

Result<WalletCommand> parse_balance(JsonReader&) {
    return WalletCommand(AskBalance{});
}

Result<WalletCommand> parse_fund(JsonReader&) {
    return WalletCommand(AskFund{});
}

struct Type {
    std::string_view name;
    Result<WalletCommand> (*parse)(JsonReader&);
};
constexpr std::array<Type, 8> kTypes{{{"authenticate", parse_authenticate},
                                      {"goods", parse_goods},
                                      {"purchases", parse_purchases},
                                      {"balance", parse_balance},
                                      {"fund", parse_fund},
                                      {"order", parse_order},
                                      {"submit", parse_submit},
                                      {"cancel", parse_cancel}}};

Result<WalletCommand> parse_command(JsonReader& reader) {
    auto const name = reader.text("type");
    if (!name) return name.error();
    auto const* const type =
        std::find_if(kTypes.begin(), kTypes.end(), [&](auto const& t) { return t.name == *name; });
    if (type == kTypes.end())
        return fail(
            Errc::invalid_request,
            "\"type\" must be authenticate, goods, purchases, balance, fund, order, submit or "
            "cancel");
    auto command = type->parse(reader);
    if (!command) return command;
    if (auto const read = reader.refuse_unread(); !read) return read.error();
    return command;
}

BadMessage bad(std::string request, std::string message) {
    return {.request = std::move(request), .code = "bad_message", .message = std::move(message)};
}

json::object message(std::string_view type, std::string_view request) {
    json::object object{{"type", type}};
    if (!request.empty()) object["request"] = request;
    return object;
}

/// The first whole second at which a purchase is over: a reader who asks then is offered a new one.
std::int64_t end_of(base::Timestamp expires_at) {
    return (expires_at.ms() + 999) / 1'000;
}

std::string stroops_text(base::Stroops amount) {
    return std::to_string(amount.value());
}

json::object describe(engine::GoodOnSale const& sale) {
    auto const& description = sale.good.description;
    json::object object{{"id", sale.good.id.text()},
                        {"title", description.title},
                        {"price", stroops_text(description.price)},
                        {"asset", "XLM"}};
    if (description.purchase_validity)
        object["purchase_validity_ms"] = description.purchase_validity->count();
    if (sale.receipt) {
        object["receipt"] = sale.receipt->text;
        object["receipt_expires_at"] = sale.receipt->expires_at.seconds();
    }
    if (sale.purchase_expires_at) object["purchase_expires_at"] = end_of(*sale.purchase_expires_at);
    return object;
}

json::object describe(engine::PastPurchase const& past) {
    auto const& purchase = past.purchase;
    json::object object{{"id", purchase.id.text()},
                        {"good", purchase.good.text()},
                        {"title", past.title},
                        {"url", past.url},
                        {"amount", stroops_text(purchase.price)},
                        {"asset", "XLM"},
                        {"hash", base::to_hex(purchase.hash)},
                        {"purchased_at", purchase.purchased_at.seconds()}};
    if (purchase.expires_at) object["purchase_expires_at"] = end_of(*purchase.expires_at);
    return object;
}

bool contains(std::vector<engine::GoodOnSale> const& found, goods::GoodId const& id) {
    return std::any_of(found.begin(), found.end(),
                       [&](auto const& sale) { return sale.good.id == id; });
}

}  // namespace

std::variant<WalletMessage, BadMessage> parse_wallet_message(std::string_view text) {
    auto const value = base::parse_json(text);
    if (!value) return bad("", value.error().message);
    auto reader = JsonReader::of(*value, "the message");
    if (!reader) return bad("", reader.error().message);
    auto request = reader->text("request");
    if (!request || request->empty() || request->size() > kMaxRequestBytes)
        return bad("", "\"request\" must be a string of 1 to " + std::to_string(kMaxRequestBytes) +
                           " characters");
    auto command = parse_command(*reader);
    if (!command) return bad(std::move(*request), command.error().message);
    return WalletMessage{.request = std::move(*request), .command = std::move(*command)};
}

std::string write_hello(Hello const& hello) {
    return json::serialize(json::object{{"type", "hello"},
                                        {"protocol", "farthing.wallet.v1"},
                                        {"network", hello.network},
                                        {"passphrase", hello.passphrase},
                                        {"audience", hello.audience},
                                        {"nonce", hello.nonce},
                                        {"friendbot", hello.friendbot},
                                        {"time", hello.now.seconds()}});
}

std::string write_authenticated(std::string_view request, stellar::PublicKey const& address) {
    auto object = message("authenticated", request);
    object["address"] = address.address();
    return json::serialize(object);
}

std::string write_goods(std::string_view request, AskGoods const& asked,
                        std::vector<engine::GoodOnSale> const& found) {
    auto object = message("goods", request);
    json::array goods;
    for (auto const& sale : found) goods.push_back(describe(sale));
    json::array unknown;
    for (auto const& text : asked.malformed) unknown.push_back(json::string(text));
    for (auto const& id : asked.ids)
        if (!contains(found, id)) unknown.push_back(json::string(id.text()));
    object["goods"] = std::move(goods);
    object["unknown"] = std::move(unknown);
    return json::serialize(object);
}

std::string write_purchases(std::string_view request,
                            std::vector<engine::PastPurchase> const& past) {
    auto object = message("purchases", request);
    json::array purchases;
    for (auto const& one : past) purchases.push_back(describe(one));
    object["purchases"] = std::move(purchases);
    return json::serialize(object);
}

std::string write_balance(std::string_view request,
                          std::optional<engine::AccountState> const& account) {
    auto object = message("balance", request);
    object["exists"] = account.has_value();
    object["balance"] = account ? stroops_text(account->balance) : "0";
    object["spendable"] = account ? stroops_text(account->spendable) : "0";
    return json::serialize(object);
}

std::string write_sign(std::string_view request, payments::Order const& order) {
    auto object = message("sign", request);
    object["order"] = order.id.text();
    object["good"] = order.good.text();
    object["title"] = order.title;
    object["amount"] = stroops_text(order.price);
    object["asset"] = "XLM";
    object["destination"] = order.destination.address();
    object["memo"] = order.id.text();
    object["envelope"] = base::to_base64(order.unsigned_envelope);
    object["hash"] = base::to_hex(order.hash);
    object["expires_at"] = order.expires_at.seconds();
    return json::serialize(object);
}

std::string write_submitted(std::string_view request, payments::Order const& order) {
    auto object = message("submitted", request);
    object["order"] = order.id.text();
    object["hash"] = base::to_hex(order.hash);
    return json::serialize(object);
}

std::string write_ending(std::string_view request, engine::Ending const& ending) {
    auto const* reason = std::get_if<payments::FailureReason>(&ending.outcome);
    auto object = message(reason != nullptr ? "failed" : "receipt", request);
    object["order"] = ending.order.id.text();
    object["good"] = ending.order.good.text();
    if (reason != nullptr) {
        object["code"] = to_text(*reason);
        object["message"] = payments::explain(*reason);
        return json::serialize(object);
    }
    auto const& sold = std::get<engine::Ending::Sold>(ending.outcome);
    object["receipt"] = sold.receipt.text;
    object["receipt_expires_at"] = sold.receipt.expires_at.seconds();
    if (sold.purchase.expires_at) object["purchase_expires_at"] = end_of(*sold.purchase.expires_at);
    object["hash"] = base::to_hex(sold.purchase.hash);
    return json::serialize(object);
}

std::string write_error(std::string_view request, std::string_view code, std::string_view text) {
    auto object = message("error", request);
    object["code"] = code;
    object["message"] = text;
    return json::serialize(object);
}

std::string write_unknown_network(std::vector<std::string_view> const& sold_on) {
    json::array networks;
    std::string names;
    for (auto const name : sold_on) {
        networks.emplace_back(name);
        names.append(names.empty() ? "" : ", ").append(name);
    }
    auto object = message("error", "");
    object["code"] = "unknown_network";
    object["message"] = "This server sells on: " + names + ".";
    object["networks"] = std::move(networks);
    return json::serialize(object);
}

}  // namespace farthing::api
