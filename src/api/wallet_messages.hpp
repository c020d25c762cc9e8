#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "engine/horizon_client.hpp"
#include "engine/order_desk.hpp"
#include "goods/good.hpp"
#include "payments/order.hpp"
#include "stellar/keys.hpp"

/// The messages of `farthing.wallet.v1` as types: what comes in is parsed once, here, and what goes
/// out is written here.
namespace farthing::api {

struct Authenticate {
    stellar::PublicKey address;
    stellar::Signature signature;
};
struct AskGoods {
    std::vector<goods::GoodId> ids;
    /// Ids that cannot be any good's; they are answered as unknown.
    std::vector<std::string> malformed;
};
struct AskPurchases {
    std::optional<payments::PurchaseId> before;
};
struct AskBalance {};
struct AskFund {};
struct PlaceOrder {
    goods::GoodId good;
};
struct SubmitOrder {
    payments::OrderId order;
    engine::Consent consent;
};
struct CancelOrder {
    payments::OrderId order;
};
using WalletCommand = std::variant<Authenticate, AskGoods, AskPurchases, AskBalance, AskFund,
                                   PlaceOrder, SubmitOrder, CancelOrder>;

struct WalletMessage {
    std::string request;
    WalletCommand command;
};

/// A message that cannot be read, with the `request` to answer if at least that was there.
struct BadMessage {
    std::string request;
    std::string code;
    std::string message;
};

std::variant<WalletMessage, BadMessage> parse_wallet_message(std::string_view text);

struct Hello {
    std::string network;
    std::string passphrase;
    std::string audience;
    std::string nonce;
    bool friendbot;
    base::Timestamp now;
};
std::string write_hello(Hello const& hello);
std::string write_authenticated(std::string_view request, stellar::PublicKey const& address);
std::string write_goods(std::string_view request, AskGoods const& asked,
                        std::vector<engine::GoodOnSale> const& found);
std::string write_purchases(std::string_view request,
                            std::vector<engine::PastPurchase> const& past);
/// `request` may be empty: a balance that nobody asked for. No account: it does not exist.
std::string write_balance(std::string_view request,
                          std::optional<engine::AccountState> const& account);
std::string write_sign(std::string_view request, payments::Order const& order);
std::string write_submitted(std::string_view request, payments::Order const& order);
std::string write_ending(std::string_view request, engine::Ending const& ending);
std::string write_error(std::string_view request, std::string_view code, std::string_view message);
/// For a socket that was opened for another network than those that this server sells on.
std::string write_unknown_network(std::vector<std::string_view> const& sold_on);

}  // namespace farthing::api
