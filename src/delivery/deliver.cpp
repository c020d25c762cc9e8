#include "delivery/deliver.hpp"

#include <algorithm>

#include "delivery/unpaid.hpp"
#include "http/errors.hpp"

namespace farthing::delivery {
namespace {

bool has_relative_links(std::string_view media_type) {
    return media_type.starts_with("text/html") || media_type == "application/dash+xml" ||
           media_type == "application/vnd.apple.mpegurl";
}

bool in_query(Proof const& proof, Catalogue::Place const& place) {
    return proof.carrier == Proof::Carrier::receipt && place.receipt.empty();
}

/// The way from the request's address to the same place with the receipt in its path, without
/// knowing what a proxy has taken off the path's beginning.
std::string way_to(http::Request const& request, Catalogue::Place const& place,
                   Proof const& proof) {
    std::string way;
    auto const& member = place.member.empty() ? place.good->item().index : place.member;
    if (!place.member.empty()) {
        auto const depth = std::ranges::count(member, '/') + (request.path.ends_with('/') ? 1 : 0);
        for (auto i = depth; i > 0; --i) way += "../";
    } else if (!request.path.ends_with('/')) {
        auto const name = request.path.substr(request.path.rfind('/') + 1);
        // What stands before a colon would be a scheme.
        if (name.find(':') != name.npos) way += "./";
        way.append(name).append(1, '/');
    }
    if (in_query(proof, place)) way.append(proof.text).append(1, '/');
    return way + http::percent_encode(member, "/");
}

/// True when it was answered by a redirection.
bool redirect(http::Request const& request, Catalogue::Place const& place, Proof const& proof,
              http::Response& response) {
    auto const& item = place.good->item();
    bool const is_index = place.member.empty();
    auto const& member = is_index ? item.index : place.member;
    bool const links = in_query(proof, place) && has_relative_links(media_type(item, member));
    bool const moves = is_index && !request.path.ends_with('/');
    if (!links && !moves) return false;
    response.set_status(302)
        .add("Location", way_to(request, place, proof))
        .add("Cache-Control", "no-store");
    return true;
}

void send_stored(http::Request const& request, Catalogue::Place const& place,
                 StoredFile const& stored, base::Timestamp now, http::Response& response) {
    auto const& item = place.good->item();
    http::FieldBlock of_member;
    if (item.is_folder) describe_file(item, place.member, of_member);
    Presentation const presentation{
        .fields = item.is_folder ? of_member : place.good->file_fields(),
        .media_type = media_type(item, item.is_folder ? place.member : item.file),
        .boundary_seed = item.shared_secret.reveal()};
    send_file(request, stored, now, presentation, response);
}

void refuse(base::Error const& error, http::Response& response) {
    response.add("Cache-Control", "no-store");
    http::set_error(response, error);
}

void send_paid(http::Request const& request, Catalogue::Place const& place, Means const& means,
               http::Response& response) {
    auto const stored = means.files.open(place.good->item(), place.member);
    if (!stored) return refuse(stored.error(), response);
    send_stored(request, place, **stored, means.now, response);
}

void send_from_folder(http::Request const& request, Catalogue::Place place, Proof const& proof,
                      Means const& means, http::Response& response) {
    if (place.member.empty() && place.good->item().index.empty())
        return refuse(base::fail(base::Errc::not_found, "ask for a file in this folder"), response);
    if (redirect(request, place, proof, response)) return;
    if (place.member.empty()) place.member = place.good->item().index;
    send_paid(request, place, means, response);
}

base::Result<Decision> decide(Proof const& proof, Item const& item, Means const& means) {
    auto const decision = judge(proof, item, means.now);
    if (decision != Decision::paid || means.purchases == nullptr) return decision;
    auto const receipt = receipts::read(proof.text);
    if (!receipt) return Decision::bad_receipt;
    return means.purchases->judge(item, *receipt);
}

}  // namespace

void deliver(http::Request const& request, Catalogue::Place const& place, Means const& means,
             http::Response& response) {
    auto const& item = place.good->item();
    auto const proof = find_proof(request, place.receipt);
    auto const decision = decide(proof, item, means);
    if (!decision) return refuse(decision.error(), response);
    if (*decision != Decision::paid) return refuse_unpaid(request, place, *decision, response);
    response.add(place.good->paid_fields());
    if (item.is_folder) return send_from_folder(request, place, proof, means, response);
    send_paid(request, place, means, response);
}

}  // namespace farthing::delivery
