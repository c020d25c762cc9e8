#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/money.hpp"
#include "base/secret.hpp"
#include "http/response.hpp"

namespace farthing::delivery {

/// A good as its publisher's endpoint knows it: enough to check a proof without asking anybody, and
/// to say what is sent.
struct Item {
    std::string good_id = {};  ///< Empty: not known, because the old PHP server needed none.
    base::Stroops price = {};  ///< Zero: not known either.
    base::Secret shared_secret = {};
    std::string content_type = {};  ///< Empty: what the file's name stands for.
    /// Below the endpoint's folder. Empty: the bytes lie with another server.
    std::string file = {};
    std::string title = {};     ///< For readers who have not paid. May be empty.
    std::string save_as = {};   ///< The name to save under. Empty: the browser's choice.
    std::string platform = {};  ///< Where `satoshipay.js` is; empty: the 402 page sells nothing.
    std::string index = {};     ///< The member that a folder itself stands for. Empty: none.
    bool is_download = false;   ///< Always saved, never shown.
    bool is_folder = false;     ///< `file` is a folder, and one proof opens all that is in it.
    /// `{"content":"..."}` instead of the bytes, as widgets of April 2016 expect it.
    bool is_json_content = false;
    /// The shared secret itself proves the payment too (`paymentCert` of v1).
    bool takes_secret = false;
    /// It is sent from an origin that has more to lose than this file, such as a platform's with
    /// its wallets: pages and pictures get an origin of their own, and no script is sent as one.
    bool is_sandboxed = false;
};

/// An item with what is said of it in every answer, made once. Does not change, so that all network
/// threads share it.
class PreparedItem {
public:
    /// Throws std::invalid_argument when a text of the item cannot stand in a header.
    explicit PreparedItem(Item item);

    Item const& item() const { return item_; }
    /// Of every answer to who has paid, whatever is sent.
    http::FieldBlock const& paid_fields() const { return paid_fields_; }
    /// As describe_file() says them of the item's file. A folder has none.
    http::FieldBlock const& file_fields() const { return file_fields_; }
    /// Both generations of payment headers.
    http::FieldBlock const& unpaid_fields() const { return unpaid_fields_; }
    /// What a program is told that shows no proof, as a body that lives on without this.
    http::SharedText no_proof() const { return {.owner = no_proof_, .text = *no_proof_}; }

private:
    Item item_;
    http::FieldBlock paid_fields_;
    http::FieldBlock file_fields_;
    http::FieldBlock unpaid_fields_;
    std::shared_ptr<std::string const> no_proof_;
};

/// The fields that say what `file_name` of the item is and how to show it: Content-Type,
/// Content-Disposition, Cache-Control, and Content-Security-Policy where it is sandboxed.
void describe_file(Item const& item, std::string_view file_name, http::FieldBlock& fields);

/// The media type under which `file_name` of the item is sent.
std::string_view media_type(Item const& item, std::string_view file_name);

}  // namespace farthing::delivery
