#include "store/goods_repository.hpp"

#include <limits>

#include "store/columns.hpp"
#include "store/sealed_secrets.hpp"

namespace farthing::store {
namespace {

constexpr std::string_view kSelectGood =
    "SELECT goods.id, goods.store_id, price, sealed_secret, url, title, purchase_validity_ms, "
    "goods.created_at, updated_at, revision, satoshis "
    "FROM goods ";

std::string select_good(std::string_view rest) {
    return std::string(kSelectGood) + std::string(rest);
}

std::optional<goods::Satoshis> satoshis_at(Row const& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    auto const value = row.integer(column);
    if (value <= 0 || value > goods::Satoshis::kMax)
        throw StoreFailure("a good's satoshis are no price");
    return goods::Satoshis::of(value);
}

Value column_of(std::optional<goods::Satoshis> satoshis) {
    return satoshis ? Value(satoshis->value()) : Value(nullptr);
}

goods::Good to_good(Transaction const& transaction, Row const& row) {
    auto const id = id_at<goods::GoodId>(row, 0);
    return {.id = id,
            .store = id_at<stores::StoreId>(row, 1),
            .description = {.price = stroops_at(row, 2),
                            .shared_secret = unsealed_at(transaction, row, 3, place_of(id)),
                            .url = row.text(4),
                            .title = row.text(5),
                            .purchase_validity = optional_period_at(row, 6),
                            .satoshis = satoshis_at(row, 10)},
            .created_at = timestamp_at(row, 7),
            .updated_at = timestamp_at(row, 8),
            .revision = row.integer(9)};
}

/// Whether a column contains a parameter, ASCII letters in either case; an empty one is in all.
/// Not LIKE, which takes as long as both multiplied for a pattern of its worst kind.
std::string contains(std::string_view column, std::string_view parameter) {
    std::string const wanted(parameter);
    return "(" + wanted + " = '' OR instr(lower(" + std::string(column) + "), lower(" + wanted +
           ")) > 0) ";
}

std::optional<goods::Good> first(Transaction& transaction, std::string_view sql,
                                 std::initializer_list<Value> parameters) {
    std::optional<goods::Good> good;
    transaction.each(sql, parameters, [&](Row const& row) { good = to_good(transaction, row); });
    return good;
}

std::vector<goods::Good> all(Transaction& transaction, std::string_view sql,
                             std::initializer_list<Value> parameters) {
    std::vector<goods::Good> goods;
    transaction.each(sql, parameters,
                     [&](Row const& row) { goods.push_back(to_good(transaction, row)); });
    return goods;
}

/// Sorts before every id when there is none.
std::string text_of(std::optional<goods::GoodId> const& id) {
    return id ? id->text() : std::string();
}

}  // namespace

void GoodsRepository::insert(goods::Good const& good) {
    auto const& d = good.description;
    transaction_.execute(
        "INSERT INTO goods (id, store_id, price, sealed_secret, secret_tail, url, title, "
        "purchase_validity_ms, created_at, updated_at, revision, satoshis) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        {good.id.text(), good.store.text(), column(d.price),
         sealed(transaction_, place_of(good.id), d.shared_secret),
         secret_tail(transaction_, good.store.text(), d.shared_secret), d.url, d.title,
         column(d.purchase_validity), column(good.created_at), column(good.updated_at),
         good.revision, column_of(d.satoshis)});
}

void GoodsRepository::update(goods::Good const& good) {
    auto const& d = good.description;
    transaction_.execute(
        "UPDATE goods SET price = $2, sealed_secret = $3, secret_tail = $4, url = $5, title = $6, "
        "purchase_validity_ms = $7, updated_at = $8, revision = $9, satoshis = $10 "
        "WHERE id = $1",
        {good.id.text(), column(d.price), sealed(transaction_, place_of(good.id), d.shared_secret),
         secret_tail(transaction_, good.store.text(), d.shared_secret), d.url, d.title,
         column(d.purchase_validity), column(good.updated_at), good.revision,
         column_of(d.satoshis)});
}

bool GoodsRepository::remove(stores::StoreId const& store, goods::GoodId const& id,
                             base::Timestamp now) {
    return transaction_.execute(
               "UPDATE goods SET removed_at = $3 WHERE id = $1 AND store_id = $2 AND removed_at IS "
               "NULL",
               {id.text(), store.text(), column(now)}) == 1;
}

std::optional<goods::Good> GoodsRepository::find(stores::StoreId const& store,
                                                 goods::GoodId const& id) {
    static auto const kSelect =
        select_good("WHERE id = $1 AND store_id = $2 AND removed_at IS NULL");
    return first(transaction_, kSelect, {id.text(), store.text()});
}

std::optional<goods::Good> GoodsRepository::find_on_network(std::string_view network,
                                                            goods::GoodId const& id) {
    static auto const kSelect = select_good(
        "JOIN stores ON stores.id = goods.store_id "
        "WHERE goods.id = $1 AND network = $2 AND removed_at IS NULL");
    return first(transaction_, kSelect, {id.text(), std::string(network)});
}

std::optional<goods::Good> GoodsRepository::find_sold(goods::GoodId const& id) {
    static auto const kSelect = select_good("WHERE id = $1");
    return first(transaction_, kSelect, {id.text()});
}

std::optional<goods::GoodId> GoodsRepository::newest_id(stores::StoreId const& store) {
    auto const rows = transaction_.query(
        "SELECT id FROM goods WHERE store_id = $1 AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
        {store.text()});
    if (rows.empty()) return std::nullopt;
    return id_at<goods::GoodId>(rows.front(), 0);
}

std::vector<goods::Good> GoodsRepository::list(stores::StoreId const& store,
                                               goods::Listing const& listing) {
    constexpr auto kAll = std::numeric_limits<std::int64_t>::max();
    auto const limit = listing.limit ? static_cast<std::int64_t>(*listing.limit) : kAll;
    static auto const kSelect = select_good(
        "WHERE store_id = $1 AND removed_at IS NULL AND id > $2 AND " + contains("title", "$3") +
        "AND " + contains("url", "$4") + "ORDER BY id LIMIT $5");
    return all(transaction_, kSelect,
               {store.text(), text_of(listing.after), listing.title, listing.url, limit});
}

std::vector<goods::Good> GoodsRepository::list_at_current_rate(
    std::optional<goods::GoodId> const& after, std::size_t most) {
    static auto const kSelect = select_good(
        "JOIN stores ON stores.id = goods.store_id WHERE satoshis IS NOT NULL AND removed_at IS "
        "NULL AND satoshi_prices = 'rate' AND goods.id > $1 ORDER BY goods.id LIMIT $2");
    return all(transaction_, kSelect, {text_of(after), static_cast<std::int64_t>(most)});
}

std::vector<goods::Good> GoodsRepository::list_with_same_end(goods::Good const& good,
                                                             std::size_t most) {
    static auto const kSelect =
        select_good("WHERE secret_tail = $1 AND id <> $2 AND removed_at IS NULL LIMIT $3");
    auto const tail = secret_tail(transaction_, good.store.text(), good.description.shared_secret);
    return all(transaction_, kSelect, {tail, good.id.text(), static_cast<std::int64_t>(most)});
}

void GoodsRepository::fix_satoshi_prices(stores::StoreId const& store, base::Timestamp now) {
    transaction_.execute(
        "UPDATE goods SET price = satoshis * $2, updated_at = $3, revision = revision + 1 "
        "WHERE store_id = $1 AND satoshis IS NOT NULL AND removed_at IS NULL "
        "AND price <> satoshis * $2",
        {store.text(), goods::kStroopsPerSatoshi, column(now)});
}

std::vector<StoredSecret> GoodsRepository::shared_secrets() {
    std::vector<StoredSecret> secrets;
    auto const& keys = transaction_.sealing_keys();
    for (auto const& row : transaction_.query("SELECT id, sealed_secret FROM goods")) {
        auto const id = id_at<goods::GoodId>(row, 0);
        secrets.push_back({id, keys.open(place_of(id), row.bytes(1))});
    }
    return secrets;
}

std::optional<base::Secret> GoodsRepository::readable_secret(goods::GoodId const& id) {
    auto const rows =
        transaction_.query("SELECT sealed_secret FROM goods WHERE id = $1", {id.text()});
    if (rows.empty()) return std::nullopt;
    auto secret = transaction_.sealing_keys().open(place_of(id), rows.front().bytes(0));
    if (!secret) return std::nullopt;
    return std::move(*secret);
}

}  // namespace farthing::store
