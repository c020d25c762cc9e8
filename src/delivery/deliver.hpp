#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace farthing::delivery {

/// A good as its publisher's endpoint knows it: enough to check a receipt without asking anybody.
struct Item {
    std::string good_id;
    base::Stroops price;
    base::Secret shared_secret;
    std::string content_type;
    std::string file;  ///< Below the endpoint's folder.
};

/// A file that is ready to be sent, with what caches compare it by.
struct StoredFile {
    std::shared_ptr<http::File const> file;
    /// The whole content of a small file, so that it can be sent without asking the disk; else
    /// null.
    std::shared_ptr<std::string const> content = {};
    std::string etag;           ///< Strong.
    std::string last_modified;  ///< An HTTP date.
};

/// Where the bytes of an item come from. Called on network threads, several at once.
class Files {
public:
    virtual ~Files() = default;
    /// not_found or unavailable when there is no such file to be read at present.
    virtual base::Result<std::shared_ptr<StoredFile const>> open(Item const& item) = 0;
};

/// Answers GET and HEAD for an item: its file, or a part of it, against a receipt; 402 with both
/// generations of payment headers without one; 400 for contradictory proofs. An answer to an unpaid
/// request says nothing of the file, not even whether it is there.
void deliver(http::Request const& request, Item const& item, Files& files, base::Timestamp now,
             http::Response& response);

}  // namespace farthing::delivery
