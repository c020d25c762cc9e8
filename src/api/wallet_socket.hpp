#pragma once

#include <memory>
#include <string>

#include "api/readers.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "engine/horizon_client.hpp"
#include "engine/order_desk.hpp"
#include "http/request.hpp"
#include "http/socket.hpp"

/// The wallet socket, `farthing.wallet.v1`: docs/wallet-socket.md is its contract.
namespace farthing::api {

constexpr std::string_view kWalletProtocol = "farthing.wallet.v1";

/// What a wallet may use on one network.
struct WalletNetwork {
    engine::OrderDesk& desk;
    engine::HorizonClient& horizon;
    std::string audience;  ///< The platform's public URL.
    bool friendbot = false;
    base::Clock const& clock;
    base::Random& random;
    base::Log& log;
    Readers& readers;
};

/// The text that a wallet signs to log in.
std::string login_text(std::string_view audience, std::string_view network, std::string_view nonce);

/// Speaks the protocol on one socket, which `client` (as client_of() says it) has opened.
/// `network` must outlive every socket.
std::shared_ptr<http::SocketSession> open_wallet(WalletNetwork const& network, std::string client,
                                                 std::shared_ptr<http::SocketSender> sender);

}  // namespace farthing::api
