#include "api/goods_write.hpp"

#include "base/ensure.hpp"
#include "goods/secret_warnings.hpp"

namespace farthing::api {
namespace {

using base::Result;
using http::Method;

/// Does one write for a call.
struct Writer {
    GoodsCall const& call;

    /// A description or change with the price that satoshis have in this store.
    template <class Priced>
    Result<Priced> priced(Priced wanted) const {
        bool const at_rate = call.store.satoshi_prices == stores::SatoshiPrices::current_rate;
        if (!wanted.satoshis || !at_rate) return wanted;
        auto const rate = call.api.rates.satoshi_rate();
        if (!rate) return rate.error();
        wanted.price = goods::in_stroops(*wanted.satoshis, *rate);
        return wanted;
    }

    Result<WrittenGood> operator()(Creation const& creation) const {
        auto description = priced(creation.description);
        if (!description) return description.error();
        auto good = goods::create(call.goods, call.api.clock, call.api.random, call.store.id,
                                  std::move(*description));
        auto warnings = goods::warnings_about(call.goods, good);
        return WrittenGood{.good = std::move(good), .warnings = std::move(warnings)};
    }

    Result<WrittenGood> operator()(Alteration const& alteration) const {
        auto const change = priced(alteration.change);
        if (!change) return change.error();
        auto good =
            goods::change(call.goods, call.api.clock, call.store.id, alteration.good, *change);
        if (!good) return good.error();
        WrittenGood written{.good = std::move(*good)};
        if (change->shared_secret)
            written.warnings = goods::warnings_about(call.goods, written.good);
        return written;
    }

    Result<WrittenGood> operator()(Removal const& removal) const {
        auto good = goods::remove(call.goods, call.api.clock, call.store.id, removal.good);
        if (!good) return good.error();
        return WrittenGood{.good = std::move(*good)};
    }
};

Result<GoodsWrite> read_creation(GoodsVersion const& version, std::string_view body) {
    auto description = version.parse_description(body);
    if (!description) return description.error();
    return GoodsWrite(Creation{std::move(*description)});
}

}  // namespace

Result<GoodsWrite> read_write(GoodsVersion const& version, Method method, std::string_view id_text,
                              std::string_view body) {
    if (method == Method::post) return read_creation(version, body);
    auto id = good_id(id_text);
    if (!id) return id.error();
    if (method == Method::delete_) return GoodsWrite(Removal{std::move(*id)});
    base::ensure(method == Method::put || method == Method::patch);
    auto change =
        method == Method::put ? version.parse_replacement(body) : version.parse_change(body);
    if (!change) return change.error();
    return GoodsWrite(Alteration{std::move(*id), std::move(*change)});
}

Result<WrittenGood> write_good(GoodsCall const& call, GoodsWrite const& write) {
    return std::visit(Writer{call}, write);
}

void add_warning(http::Response& response, std::string const& text) {
    response.add("Warning", "199 farthing \"" + text + "\"");
}

void add_warnings(http::Response& response, std::vector<std::string> const& texts) {
    for (auto const& text : texts) add_warning(response, text);
}

}  // namespace farthing::api
