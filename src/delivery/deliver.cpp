#include "delivery/deliver.hpp"

#include <array>
#include <charconv>
#include <cinttypes>
#include <cstdio>

#include "delivery/proof.hpp"
#include "http/conditional.hpp"
#include "http/errors.hpp"
#include "http/ranges.hpp"

namespace farthing::delivery {
namespace {

/// A number as text, without allocation.
class NumberText {
public:
    template <class Int>
    std::string_view of(Int value) {
        auto const end = std::to_chars(text_.data(), text_.data() + text_.size(), value).ptr;
        return {text_.data(), static_cast<std::size_t>(end - text_.data())};
    }

private:
    std::array<char, 24> text_{};
};

void refuse_unpaid(Item const& item, std::string_view why, http::Response& response) {
    NumberText number;
    auto const price = number.of(item.price.value());
    response.add("X-Payment-Types-Accepted", "SatoshiPay")
        .add("X-Payment-Price", price)
        .add("X-Payment-Identifier", item.good_id)
        .add("X-Payment-Amount-SatoshiPay", price)
        .add("X-Payment-ID-SatoshiPay", item.good_id)
        .add("Cache-Control", "no-store");
    http::set_error(response, 402, why);
}

/// The longest `bytes <first>-<last>/<size>`.
using RangeText = std::array<char, 80>;

std::string_view content_range(RangeText& text, http::ByteRange const& range, std::uint64_t size) {
    auto const length =
        std::snprintf(text.data(), text.size(), "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
                      range.first, range.first + range.length - 1, size);
    return {text.data(), static_cast<std::size_t>(length)};
}

void refuse_range(std::uint64_t size, http::Response& response) {
    response.add("Content-Range", "bytes */" + std::to_string(size));
    http::set_error(response, 416, "the range lies beyond the end of the file");
}

void describe(Item const& item, StoredFile const& stored, http::Response& response) {
    bool const media =
        item.content_type.starts_with("audio/") || item.content_type.starts_with("video/");
    response.add("Content-Type", item.content_type)
        .add("Accept-Ranges", "bytes")
        .add("ETag", stored.etag)
        .add("Last-Modified", stored.last_modified)
        .add("Cache-Control", media ? "private" : "private, no-store")
        .add("Referrer-Policy", "no-referrer")
        .add("X-Content-Type-Options", "nosniff");
}

/// The part of the file that the request asks for. RFC 9110 section 14.2 lets a server answer
/// several ranges with the whole.
http::Ranges wanted_ranges(http::Request const& request, StoredFile const& stored) {
    auto const range = request.field("Range");
    auto const if_range = request.field("If-Range");
    if (!range || (if_range && !http::if_range_holds(*if_range, stored.etag, stored.last_modified)))
        return {};
    auto ranges = http::parse_ranges(*range, stored.file->size());
    if (ranges.list.size() > 1) return {};
    return ranges;
}

http::Body part_of(StoredFile const& stored, http::ByteRange const& range) {
    if (stored.content == nullptr)
        return http::FileSlice{.file = stored.file, .offset = range.first, .length = range.length};
    auto const text = std::string_view(*stored.content);
    return http::SharedText{.owner = stored.content,
                            .text = text.substr(range.first, range.length)};
}

void send(http::Request const& request, Item const& item, StoredFile const& stored,
          http::Response& response) {
    auto const none_match = request.field("If-None-Match");
    if (none_match && http::none_match_names(*none_match, stored.etag)) {
        response.set_status(304).add("ETag", stored.etag);
        return;
    }
    auto const size = stored.file->size();
    auto const ranges = wanted_ranges(request, stored);
    if (ranges.kind == http::Ranges::Kind::unsatisfiable) return refuse_range(size, response);

    describe(item, stored, response);
    if (ranges.kind == http::Ranges::Kind::whole) {
        response.set_body(part_of(stored, {.first = 0, .length = size}));
        return;
    }
    auto const& range = ranges.list[0];
    RangeText text;
    response.set_status(206).add("Content-Range", content_range(text, range, size));
    response.set_body(part_of(stored, range));
}

}  // namespace

void deliver(http::Request const& request, Item const& item, Files& files, base::Timestamp now,
             http::Response& response) {
    switch (judge(find_proof(request), item.shared_secret, now)) {
        case Decision::paid:
            break;
        case Decision::unpaid:
            return refuse_unpaid(item, "this good costs money: pay for it and send the receipt",
                                 response);
        case Decision::bad_receipt:
            return refuse_unpaid(item, "the receipt is not one for this good", response);
        case Decision::expired:
            return refuse_unpaid(item, "the receipt has expired: ask the wallet for a new one",
                                 response);
        case Decision::contradictory:
            return http::set_error(
                response, 400,
                "send one receipt, either as paymentReceipt or as X-Payment-Certificate");
    }
    auto const stored = files.open(item);
    if (!stored) return http::set_error(response, stored.error());
    send(request, item, **stored, response);
}

}  // namespace farthing::delivery
