#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "goods/price.hpp"
#include "goods/validity_period.hpp"
#include "stores/store.hpp"

namespace farthing::goods {

using GoodId = base::HexId<struct GoodTag>;

constexpr std::size_t kMaxTitleBytes = 1'000;
constexpr std::size_t kMaxUrlBytes = 4'000;
constexpr std::size_t kMaxSecretBytes = 1'000;

/// What a merchant says about a good: the registry holds its price, never its content.
struct Description {
    base::Stroops price;         ///< More than nothing.
    base::Secret shared_secret;  ///< Signs the receipts; known to the platform and to the
                                 ///< publisher's endpoint.
    std::string url;  ///< The page with the good on it. A reference for people; may be empty.
    std::string title;
    std::optional<ValidityPeriod> purchase_validity = {};  ///< Absent: a purchase never ends.
    std::optional<Satoshis> satoshis = {};  ///< What `price` was, when version 1 has set it.

    bool operator==(Description const&) const = default;
};

struct Good {
    GoodId id;
    stores::StoreId store;
    Description description;
    base::Timestamp created_at;
    base::Timestamp updated_at;
    std::int64_t revision = 1;  ///< Rises with every change.
};

/// The fields of a Description that a request names; the others stay as they are.
struct Change {
    std::optional<base::Stroops> price = {};
    std::optional<base::Secret> shared_secret = {};
    std::optional<std::string> url = {};
    std::optional<std::string> title = {};
    /// Of nothing: cleared.
    std::optional<std::optional<ValidityPeriod>> purchase_validity = {};
    /// What `price` was, when it was given in satoshis. If the good's own is shown as that many, it
    /// stays.
    std::optional<Satoshis> satoshis = {};
};

/// The price in version 1 of the API.
Satoshis shown_satoshis(Description const& description);

/// Every field, so that nothing of the old description stays.
Change replacement_by(Description description);

/// Which goods of a store are listed, in the order of their ids: as they were made.
struct Listing {
    std::optional<GoodId> after = {};       ///< Only those behind this one.
    std::optional<std::size_t> limit = {};  ///< At most so many.
    std::string title = {};                 ///< Part of the title; ASCII letters in either case.
    std::string url = {};                   ///< Part of the url; ASCII letters in either case.
};

/// What this room needs of the database. Used within one transaction. Goods of other stores and
/// removed goods are not found.
class Repository {
public:
    virtual ~Repository() = default;
    virtual void insert(Good const& good) = 0;
    virtual void update(Good const& good) = 0;
    /// False when there was none. Purchases of a removed good stay on record.
    virtual bool remove(stores::StoreId const& store, GoodId const& id, base::Timestamp now) = 0;
    virtual std::optional<Good> find(stores::StoreId const& store, GoodId const& id) = 0;
    /// Whoever's it is: for readers, who do not know stores.
    virtual std::optional<Good> find_on_network(std::string_view network, GoodId const& id) = 0;
    /// Also when it was removed meanwhile: for those who have bought it.
    virtual std::optional<Good> find_sold(GoodId const& id) = 0;
    /// The greatest of the ids of its goods.
    virtual std::optional<GoodId> newest_id(stores::StoreId const& store) = 0;
    virtual std::vector<Good> list(stores::StoreId const& store, Listing const& listing) = 0;
    /// Of all stores that sell at the current rate, goods with prices in satoshis, in the order of
    /// their ids.
    virtual std::vector<Good> list_at_current_rate(std::optional<GoodId> const& after,
                                                   std::size_t most) = 0;
    /// At most `most` other goods of the store whose shared secrets end as this one's does. Their
    /// last bytes are compared, no more; those of a shorter one are its whole.
    virtual std::vector<Good> list_with_same_end(Good const& good, std::size_t most) = 0;
};

/// Registers a good under a new id, which sorts after those of the store's other goods.
Good create(Repository& repository, base::Clock const& clock, base::Random& random,
            stores::StoreId const& store, Description description);

/// The good of this store, or `not_found`.
base::Result<Good> find(Repository& repository, stores::StoreId const& store, GoodId const& id);

/// Changes the named fields only. What stays as it is keeps its revision.
base::Result<Good> change(Repository& repository, base::Clock const& clock,
                          stores::StoreId const& store, GoodId const& id, Change const& change);

/// Gives the next `most` goods behind `after` that are sold at the current rate the price by it.
/// The last of them, or nothing when there are no more.
std::optional<GoodId> price_at_rate(Repository& repository, base::Clock const& clock,
                                    SatoshiRate rate, std::optional<GoodId> const& after,
                                    std::size_t most);

/// Takes the good out of the registry; answers what it was.
base::Result<Good> remove(Repository& repository, base::Clock const& clock,
                          stores::StoreId const& store, GoodId const& id);

}  // namespace farthing::goods
