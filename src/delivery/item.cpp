#include "delivery/item.hpp"

#include "delivery/content_type.hpp"
#include "delivery/unpaid.hpp"
#include "goods/price.hpp"

namespace farthing::delivery {
namespace {

/// Of every answer: the address with its receipt is not told to the next site, and no browser takes
/// a file for something else than it is.
http::FieldBlock safety_fields() {
    http::FieldBlock fields;
    fields.add("Referrer-Policy", "no-referrer").add("X-Content-Type-Options", "nosniff");
    return fields;
}

/// X-Payment-Amount-SatoshiPay is of May 2016, when every price was one in satoshis, and no client
/// takes it for anything else. Rounded up.
std::int64_t in_satoshis(base::Stroops price) {
    auto const rest = price.value() % goods::kStroopsPerSatoshi;
    return price.value() / goods::kStroopsPerSatoshi + (rest > 0 ? 1 : 0);
}

http::FieldBlock payment_fields(Item const& item) {
    auto fields = safety_fields();
    fields.add("X-Payment-Types-Accepted", "SatoshiPay").add("Cache-Control", "no-store");
    if (item.price > base::Stroops())
        fields.add("X-Payment-Price", std::to_string(item.price.value()))
            .add("X-Payment-Amount-SatoshiPay", std::to_string(in_satoshis(item.price)));
    if (!item.good_id.empty())
        fields.add("X-Payment-Identifier", item.good_id)
            .add("X-Payment-ID-SatoshiPay", item.good_id);
    return fields;
}

Item with_type_as_sent(Item item) {
    item.content_type = with_charset(item.content_type);
    return item;
}

}  // namespace

std::string_view media_type(Item const& item, std::string_view file_name) {
    if (item.is_json_content) return "application/json; charset=utf-8";
    bool const by_name = item.content_type.empty() || item.is_folder;
    auto const type = by_name ? content_type_of(file_name) : std::string_view(item.content_type);
    return item.is_sandboxed && is_script(type) ? kUnknownType : type;
}

void describe_file(Item const& item, std::string_view file_name, http::FieldBlock& fields) {
    auto const type = media_type(item, file_name);
    bool const saved = item.is_download || !is_shown(type);
    bool const media = type.starts_with("audio/") || type.starts_with("video/");
    fields.add("Content-Type", type);
    // A player asks for the same bytes again and again.
    fields.add("Cache-Control", media ? "private" : "private, no-store");
    if (saved || !item.save_as.empty())
        fields.add("Content-Disposition",
                   content_disposition(saved, item.save_as.empty() ? file_name : item.save_as));
    // A PDF is shown by the browser's own viewer, which a sandbox forbids.
    if (item.is_sandboxed && type != "application/pdf")
        fields.add("Content-Security-Policy", "sandbox");
}

PreparedItem::PreparedItem(Item item)
    : item_(with_type_as_sent(std::move(item))),
      paid_fields_(safety_fields()),
      unpaid_fields_(payment_fields(item_)),
      no_proof_(std::make_shared<std::string const>(problem_details(item_, Decision::unpaid))) {
    if (!item_.is_folder) describe_file(item_, item_.file, file_fields_);
}

}  // namespace farthing::delivery
