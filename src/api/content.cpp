#include "api/content.hpp"

#include <algorithm>

#include "api/client_address.hpp"
#include "api/network_path.hpp"
#include "api/places.hpp"
#include "http/errors.hpp"
#include "store/clock_mark.hpp"
#include "store/goods_repository.hpp"
#include "store/payments_repository.hpp"

namespace farthing::api {
namespace {

using base::Result;
using delivery::Decision;
using http::Request;
using http::Response;

constexpr std::string_view kContent = "/content/";

/// The purchases of the platform's database.
class RecordedPurchases final : public delivery::Purchases {
public:
    RecordedPurchases(store::Transaction& transaction, ContentApi const& api,
                      std::string_view peer_address)
        : transaction_(transaction), api_(api), peer_address_(peer_address) {}

    Result<Decision> judge(delivery::Item const& item, receipts::Payload const& receipt) override {
        if (auto const open = api_.gate.expect_open(); !open) return open.error();
        auto const id = payments::PurchaseId::parse(receipt.id);
        if (!id) return Decision::bad_receipt;
        auto const purchase = store::PaymentsRepository(transaction_).find_purchase(*id);
        bool const is_its = purchase && purchase->network == api_.network &&
                            purchase->good.text() == item.good_id &&
                            payments::is_receipt_of(*purchase, receipt);
        return is_its ? admit(*purchase) : Decision::bad_receipt;
    }

private:
    Decision admit(payments::Purchase const& purchase) {
        switch (api_.readers.admit(purchase, client_of(peer_address_), api_.clock.now())) {
            case Readers::Admission::admitted:
                return Decision::paid;
            case Readers::Admission::newly_shared:
                api_.log.warning("a receipt is in use from too many addresses",
                                 {{"code", "receipt_shared"},
                                  {"good", purchase.good.text()},
                                  {"purchase", purchase.id.text()}});
                return Decision::shared;
            case Readers::Admission::shared:
                return Decision::shared;
        }
        base::ensure(false);
        return Decision::shared;
    }

    store::Transaction& transaction_;
    ContentApi const& api_;
    std::string_view peer_address_;
};

/// The latest time that this server has known: what has expired stays so when its clock is set
/// back, also over a restart.
base::Timestamp time_of(ContentApi const& api, store::Transaction& transaction) {
    auto const mark = store::find_clock_mark(transaction, api.network);
    return mark ? std::max(*mark, api.clock.now()) : api.clock.now();
}

delivery::Shelved shelved(ContentApi const& api, goods::Good const& good,
                          Content::Place const& place) {
    auto const& description = good.description;
    // The address has the good's id in place of a name to save the file under.
    auto const name = place.is_folder ? "" : place.file.substr(place.file.rfind('/') + 1);
    return {.path = content_path(api.network, good.id),
            .item = {.good_id = good.id.text(),
                     .price = description.price,
                     .shared_secret = description.shared_secret,
                     .file = place.file,
                     .title = description.title,
                     .save_as = name,
                     .platform = api.public_url + network_path(api.network),
                     .index = place.index,
                     .is_folder = place.is_folder,
                     .is_sandboxed = true}};
}

Response not_here(std::string_view why) {
    Response response;
    response.add("Cache-Control", "no-store");
    http::set_error(response, 404, why);
    return response;
}

Response deliver(Request const& request, store::Transaction& transaction, ContentApi const& api) {
    auto const id = goods::GoodId::parse(request.parameter("id"));
    auto const good =
        id ? store::GoodsRepository(transaction).find_on_network(api.network, *id) : std::nullopt;
    if (!good) return not_here("there is no good with this id");
    auto const place = api.content.find(good->id);
    if (!place) return not_here("this server does not deliver this good");

    delivery::Catalogue const catalogue({shelved(api, *good, *place)});
    auto const asked = catalogue.find(request.path);
    if (!asked) return not_here("");
    RecordedPurchases purchases(transaction, api, request.peer_address);
    Response response;
    delivery::deliver(
        request, *asked,
        {.files = api.content.files(), .now = time_of(api, transaction), .purchases = &purchases},
        response);
    return response;
}

}  // namespace

std::string content_path(std::string_view network, goods::GoodId const& good) {
    return network_path(network).append(kContent).append(good.text());
}

void add_content_routes(http::Router& router, ContentApi const& api) {
    auto const one = network_path(api.network).append(kContent).append("{id}");
    auto const handler = [&api](Request const& request, store::Transaction& transaction) {
        return Result(deliver(request, transaction, api));
    };
    for (auto const& pattern : {one, one + "/{member...}"})
        router.add({.method = http::Method::get,
                    .pattern = pattern,
                    .handler = api.limits.guard_public(on_reader(api.database, handler)),
                    .cross_origin = true});
}

}  // namespace farthing::api
