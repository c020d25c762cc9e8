#pragma once

#include <array>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "api/readers.hpp"

namespace farthing::app {

/// Lets three clients read with one receipt within a minute. A fourth has to wait until one of them
/// has not read for a minute, unless it is where the buyer's own wallet is connected from: whoever
/// got a copy of the receipt earlier does not keep the buyer out.
///
/// Remembers a fixed number of receipts, those that were used last, and as many wallets as there
/// are connections. What is forgotten is let in.
class ReceiptReaders final : public api::Readers {
public:
    static constexpr std::size_t kClients = 3;
    static constexpr std::chrono::minutes kPeriod{1};

    explicit ReceiptReaders(std::size_t receipts_max = 16'384) : receipts_max_(receipts_max) {}

    Admission admit(payments::Purchase const& purchase, std::string const& client,
                    base::Timestamp now) override;
    void arrived(stellar::PublicKey const& wallet, std::string const& client) override;
    void left(stellar::PublicKey const& wallet, std::string const& client) override;

private:
    struct Place {
        std::string client;  ///< Empty: free.
        base::Timestamp read_at;
    };
    struct Receipt {
        payments::PurchaseId purchase;
        std::array<Place, kClients> places = {};
        std::optional<base::Timestamp> refused_at = {};
    };

    Receipt& receipt_of(payments::PurchaseId const& purchase);
    static bool take_place(Receipt& receipt, std::string const& client, base::Timestamp now);

    std::size_t receipts_max_;
    std::mutex mutex_;             ///< Of what follows.
    std::list<Receipt> receipts_;  ///< What was used last is in front.
    std::map<payments::PurchaseId, std::list<Receipt>::iterator> index_;
    std::multiset<std::pair<stellar::PublicKey, std::string>> wallets_;
};

}  // namespace farthing::app
