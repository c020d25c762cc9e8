#include "app/receipt_readers.hpp"

#include <algorithm>

namespace farthing::app {

ReceiptReaders::Admission ReceiptReaders::admit(payments::Purchase const& purchase,
                                                std::string const& client, base::Timestamp now) {
    std::lock_guard const lock(mutex_);
    auto& receipt = receipt_of(purchase.id);
    if (take_place(receipt, client, now)) return Admission::admitted;
    if (wallets_.contains({purchase.buyer, client})) return Admission::admitted;
    bool const is_new = !receipt.refused_at || now - *receipt.refused_at >= kPeriod;
    if (is_new) receipt.refused_at = now;
    return is_new ? Admission::newly_shared : Admission::shared;
}

void ReceiptReaders::arrived(stellar::PublicKey const& wallet, std::string const& client) {
    std::lock_guard const lock(mutex_);
    wallets_.emplace(wallet, client);
}

void ReceiptReaders::left(stellar::PublicKey const& wallet, std::string const& client) {
    std::lock_guard const lock(mutex_);
    if (auto const one = wallets_.find({wallet, client}); one != wallets_.end())
        wallets_.erase(one);
}

ReceiptReaders::Receipt& ReceiptReaders::receipt_of(payments::PurchaseId const& purchase) {
    if (auto const known = index_.find(purchase); known != index_.end()) {
        receipts_.splice(receipts_.begin(), receipts_, known->second);
        return receipts_.front();
    }
    if (receipts_.size() == receipts_max_) {
        index_.erase(receipts_.back().purchase);
        receipts_.pop_back();
    }
    receipts_.push_front({.purchase = purchase});
    index_.emplace(purchase, receipts_.begin());
    return receipts_.front();
}

bool ReceiptReaders::take_place(Receipt& receipt, std::string const& client, base::Timestamp now) {
    auto& places = receipt.places;
    auto place = std::ranges::find(places, client, &Place::client);
    if (place == places.end())
        place = std::ranges::find_if(places, [now](Place const& taken) {
            return taken.client.empty() || now - taken.read_at >= kPeriod;
        });
    if (place == places.end()) return false;
    *place = {.client = client, .read_at = now};
    return true;
}

}  // namespace farthing::app
