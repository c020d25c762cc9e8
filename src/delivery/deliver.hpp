#pragma once

#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "delivery/catalogue.hpp"
#include "delivery/proof.hpp"
#include "delivery/stored_file.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "receipts/receipt.hpp"

namespace farthing::delivery {

/// Where the bytes of an item come from. Called on network threads, several at once.
class Files {
public:
    virtual ~Files() = default;
    /// The item's file, or what `member` names in its folder (empty: it is no folder). not_found or
    /// unavailable when there is no such file to be read at present.
    virtual base::Result<std::shared_ptr<StoredFile const>> open(Item const& item,
                                                                 std::string_view member) = 0;
};

/// The purchases, where they are known: on the platform, but not at a publisher's own endpoint.
class Purchases {
public:
    virtual ~Purchases() = default;
    /// What becomes of a receipt that its good's secret has signed and that has not expired: `paid`
    /// when it stands for a purchase of that good and is not passed around. A receipt names no
    /// good, and a secret may be another good's too, or be guessed. unavailable when that cannot be
    /// told at present.
    virtual base::Result<Decision> judge(Item const& item, receipts::Payload const& receipt) = 0;
};

/// What deliver() works with.
struct Means {
    Files& files;
    base::Timestamp now;
    /// Null: a valid proof is enough.
    Purchases* purchases = nullptr;
};

/// Answers GET and HEAD for what a path stands for: the file, or parts of it, against a proof; 402
/// or 400 without one. An answer to an unpaid request says nothing of the file, not even whether it
/// is there.
///
/// What is asked for in a folder may refer to its neighbours by relative addresses. Players and
/// pages do not hand a query on to them, so that playlists and pages are answered, when the receipt
/// comes as a query, with a redirection to an address that has it in its path:
///
///     /film/master.m3u8?paymentReceipt=R  ->  /film/R/master.m3u8
void deliver(http::Request const& request, Catalogue::Place const& place, Means const& means,
             http::Response& response);

}  // namespace farthing::delivery
