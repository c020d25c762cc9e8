#include "api/wallet_socket.hpp"

#include "api/wallet_messages.hpp"
#include "base/encoding.hpp"
#include "base/limits.hpp"

namespace farthing::api {
namespace {

constexpr int kMaxLoginFailures = 5;
constexpr std::uint16_t kPolicyViolation = 1008;

constexpr std::string_view kPaidWithoutReceipt =
    "Your payment has arrived and is on record. This server gives no receipts at present; ask for "
    "the good again later, and you will not pay again.";

/// The protocol's word for an error of the rooms below, where the request itself gives the context.
struct Codes {
    std::string_view invalid_request;
    std::string_view not_found;
};

std::string_view code_of(base::Errc errc, Codes const& codes) {
    switch (errc) {
        case base::Errc::invalid_request:
            return codes.invalid_request;
        case base::Errc::not_found:
            return codes.not_found;
        case base::Errc::conflict:
            return "order_closed";
        case base::Errc::too_many_requests:
            return "busy";
        case base::Errc::forbidden:
            return "own_good";
        case base::Errc::unauthorized:
        case base::Errc::payment_required:
        case base::Errc::method_not_allowed:
        case base::Errc::precondition_failed:
        case base::Errc::too_large:
        case base::Errc::unsupported_media_type:
        case base::Errc::internal:
        case base::Errc::unavailable:
        case base::Errc::timed_out:
            return "unavailable";
    }
    return "unavailable";
}

/// What went wrong inside is for the log; the reader learns that it is not his fault.
std::string_view message_of(base::Error const& error) {
    return error.code == base::Errc::internal
               ? "The server cannot do this at present. Please try again."
               : std::string_view(error.message);
}

/// One wallet's socket. Its callbacks hold the sender and what they need, never the session, which
/// may be gone by then.
class WalletSession final : public http::SocketSession {
public:
    WalletSession(WalletNetwork const& network, std::string client,
                  std::shared_ptr<http::SocketSender> sender)
        : network_(network),
          client_(std::move(client)),
          sender_(std::move(sender)),
          nonce_(base::to_hex(network.random.bytes<32>())) {}

    void on_open() override {
        auto const& network = network_.desk.network();
        sender_->send(write_hello({.network = network.name,
                                   .passphrase = network.passphrase,
                                   .audience = network_.audience,
                                   .nonce = nonce_,
                                   .friendbot = network_.friendbot,
                                   .now = network_.clock.now()}));
    }

    void on_text(std::string_view text) override {
        auto const parsed = parse_wallet_message(text);
        if (auto const* bad = std::get_if<BadMessage>(&parsed))
            return sender_->send(write_error(bad->request, bad->code, bad->message));
        auto const& message = std::get<WalletMessage>(parsed);
        if (in_flight_.use_count() > base::limits::kSocketRequestsInFlight)
            return refuse(message.request, "busy", "Wait for answers before you ask for more.");
        std::visit([&](auto const& command) { run(message.request, command); }, message.command);
    }

    void on_close() override {
        if (address_) network_.readers.left(*address_, client_);
    }

private:
    using Sender = std::shared_ptr<http::SocketSender>;
    using Ticket = std::shared_ptr<int const>;

    void run(std::string const& request, Authenticate const& login) {
        if (address_)
            return refuse(request, "bad_message", "This connection is logged in already.");
        auto const text = login_text(network_.audience, network_.desk.network().name, nonce_);
        if (!stellar::verify(login.address, base::as_bytes(text), login.signature)) {
            refuse(request, "bad_signature",
                   "The signature is not this address's over the login text.");
            if (++login_failures_ == kMaxLoginFailures)
                sender_->close(kPolicyViolation, "too many failed logins");
            return;
        }
        address_ = login.address;
        network_.readers.arrived(login.address, client_);
        sender_->send(write_authenticated(request, login.address));
    }

    void run(std::string const& request, AskGoods const& asked) {
        network_.desk.look_up(asked.ids, address_,
                              [ticket = in_flight_, sender = sender_, request,
                               asked](base::Result<std::vector<engine::GoodOnSale>> found) {
                                  sender->send(found ? write_goods(request, asked, *found)
                                                     : write_error(request, "unavailable",
                                                                   message_of(found.error())));
                              });
    }

    void run(std::string const& request, AskPurchases const& asked) {
        if (!logged_in(request)) return;
        network_.desk.past_purchases(
            *address_, asked.before,
            [ticket = in_flight_, sender = sender_,
             request](base::Result<std::vector<engine::PastPurchase>> past) {
                sender->send(past ? write_purchases(request, *past)
                                  : write_error(request, "unavailable", message_of(past.error())));
            });
    }

    void run(std::string const& request, AskBalance const&) {
        if (logged_in(request))
            send_balance(network_.horizon, sender_, request, *address_, in_flight_);
    }

    void run(std::string const& request, AskFund const&) {
        if (!logged_in(request)) return;
        if (!network_.friendbot)
            return refuse(request, "not_offered", "Nobody gives lumens away on this network.");
        network_.horizon.fund(
            *address_, [ticket = in_flight_, sender = sender_, &horizon = network_.horizon, request,
                        address = *address_](base::Result<void> const& funded) {
                if (!funded)
                    return sender->send(
                        write_error(request, "unavailable", message_of(funded.error())));
                send_balance(horizon, sender, request, address, ticket);
            });
    }

    void run(std::string const& request, PlaceOrder const& wish) {
        if (!logged_in(request)) return;
        // Not `busy`: asking again in a moment would not help.
        if (auto const selling = network_.desk.expect_selling(); !selling)
            return refuse(request, "unavailable", selling.error().message);
        network_.desk.offer({.buyer = *address_, .good = wish.good},
                            [ticket = in_flight_, sender = sender_, &network = network_, request,
                             address = *address_](base::Result<engine::OfferAnswer> const& answer) {
                                answer_offer(network, sender, request, address, answer);
                            });
    }

    static void answer_offer(WalletNetwork const& network, Sender const& sender,
                             std::string const& request, stellar::PublicKey const& address,
                             base::Result<engine::OfferAnswer> const& answer) {
        if (!answer) {
            bool const busy = answer.error().code == base::Errc::unavailable;
            auto const code =
                busy ? "busy" : code_of(answer.error().code, {"bad_message", "unknown_good"});
            return sender->send(write_error(request, code, message_of(answer.error())));
        }
        switch (answer->kind) {
            case engine::OfferAnswer::Kind::sign:
                return sender->send(write_sign(request, answer->order));
            case engine::OfferAnswer::Kind::ended:
                return sender->send(write_ending(request, *answer->ending));
            case engine::OfferAnswer::Kind::under_way:
                sender->send(write_submitted(request, answer->order));
                network.desk.watch(answer->order.id,
                                   tell_ending(network, sender, request, address));
        }
    }

    void run(std::string const& request, SubmitOrder const& submission) {
        if (!logged_in(request)) return;
        bool const by_envelope = std::holds_alternative<std::string>(submission.consent);
        Codes const codes{.invalid_request = by_envelope ? "wrong_envelope" : "bad_signature",
                          .not_found = "unknown_order"};
        network_.desk.submit(
            *address_, submission.order, submission.consent,
            [ticket = in_flight_, sender = sender_, request,
             codes](base::Result<payments::Order> order) {
                sender->send(order ? write_submitted(request, *order)
                                   : write_error(request, code_of(order.error().code, codes),
                                                 message_of(order.error())));
            },
            tell_ending(network_, sender_, request, *address_));
    }

    void run(std::string const& request, CancelOrder const& cancel) {
        if (!logged_in(request)) return;
        network_.desk.cancel(
            *address_, cancel.order,
            [ticket = in_flight_, sender = sender_, request](base::Result<payments::Order> order) {
                Codes const codes{.invalid_request = "bad_message", .not_found = "unknown_order"};
                sender->send(
                    order ? write_ending(request, {.order = *order, .outcome = *order->failure})
                          : write_error(request, code_of(order.error().code, codes),
                                        message_of(order.error())));
            });
    }

    /// Sends the ending, and after a payment the balance that is left. While nothing is sold, no
    /// receipt is given either.
    static engine::Settler::Listener tell_ending(WalletNetwork const& network, Sender sender,
                                                 std::string request, stellar::PublicKey address) {
        return [&network, sender = std::move(sender), request = std::move(request),
                address](engine::Ending const& ending) {
            bool const is_sold = std::holds_alternative<engine::Ending::Sold>(ending.outcome);
            if (is_sold && !network.desk.expect_selling())
                sender->send(write_error(request, "unavailable", kPaidWithoutReceipt));
            else
                sender->send(write_ending(request, ending));
            send_balance(network.horizon, sender, "", address, nullptr);
        };
    }

    /// With an empty request: a balance that nobody asked for.
    static void send_balance(engine::HorizonClient& horizon, Sender const& sender,
                             std::string const& request, stellar::PublicKey const& address,
                             Ticket const& ticket) {
        horizon.account(address, [ticket, sender, request](
                                     base::Result<std::optional<engine::AccountState>> account) {
            if (account) return sender->send(write_balance(request, *account));
            if (!request.empty())
                sender->send(write_error(request, "unavailable", message_of(account.error())));
        });
    }

    bool logged_in(std::string const& request) {
        if (address_) return true;
        refuse(request, "unauthenticated", "Log in first: send authenticate.");
        return false;
    }

    void refuse(std::string const& request, std::string_view code, std::string_view message) {
        sender_->send(write_error(request, code, message));
    }

    WalletNetwork const& network_;
    std::string client_;
    Sender sender_;
    /// Held by each callback that has yet to answer: its use count bounds them.
    Ticket in_flight_ = std::make_shared<int const>();
    std::string nonce_;
    std::optional<stellar::PublicKey> address_;
    int login_failures_ = 0;
};

}  // namespace

std::string login_text(std::string_view audience, std::string_view network,
                       std::string_view nonce) {
    std::string text(kWalletProtocol);
    for (auto const line : {audience, network, nonce}) text.append("\n").append(line);
    return text;
}

std::shared_ptr<http::SocketSession> open_wallet(WalletNetwork const& network, std::string client,
                                                 std::shared_ptr<http::SocketSender> sender) {
    return std::make_shared<WalletSession>(network, std::move(client), std::move(sender));
}

}  // namespace farthing::api
