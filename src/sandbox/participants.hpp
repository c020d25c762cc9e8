#pragma once

#include <vector>

#include "stellar/transaction.hpp"

namespace farthing::sandbox {

/// The accounts that have to do with a transaction, each once; for its lists of history.
struct Participants {
    struct OfOperation {
        std::vector<stellar::PublicKey> accounts;
        bool payment;  ///< It moves lumens: a payment, a new account, a merged one.
    };
    std::vector<stellar::PublicKey> transaction = {};
    std::vector<OfOperation> operations = {};
    bool has_payment() const;
};

Participants participants_of(stellar::Envelope const& envelope);

/// True for the operations that Horizon's lists of payments show.
bool is_payment(stellar::OperationBody const& body);

}  // namespace farthing::sandbox
