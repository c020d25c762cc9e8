#pragma once

#include <string>

#include "base/clock.hpp"
#include "payments/purchase.hpp"

namespace farthing::api {

/// Who reads with which receipt, and where the wallets are connected from. A client is what
/// client_of() makes of an address. Called on any thread.
class Readers {
public:
    enum class Admission {
        admitted,
        newly_shared,  ///< Refused, and nobody was with this receipt for a while.
        shared,        ///< Refused.
    };

    virtual ~Readers() = default;

    /// A client wants to read with the receipt of a purchase.
    virtual Admission admit(payments::Purchase const& purchase, std::string const& client,
                            base::Timestamp now) = 0;

    /// A wallet has shown on a connection that it has the key of this address. Each such call is
    /// followed by one of left().
    virtual void arrived(stellar::PublicKey const& wallet, std::string const& client) = 0;
    virtual void left(stellar::PublicKey const& wallet, std::string const& client) = 0;
};

}  // namespace farthing::api
