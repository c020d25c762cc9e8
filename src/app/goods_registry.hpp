#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "goods/good.hpp"

namespace farthing::app {

/// A good that is registered.
struct ListedGood {
    goods::GoodId id;
    goods::Description description;
    std::string json;       ///< As the API shows it.
    std::string etag = {};  ///< Of the state that it was read in. Empty: nobody else can change it.
};

/// Reads a good as the API shows it.
base::Result<ListedGood> read_listed_good(base::json::value const& good);

/// The goods of one store, on a running server or in a data directory.
///
/// What goes wrong as a whole, such as a server that does not answer, is thrown as
/// std::runtime_error.
class GoodsRegistry {
public:
    /// A good to register, or with an id one to put in the place of what it was.
    struct Put {
        std::optional<goods::GoodId> id = {};
        goods::Description description;
        std::string etag = {};  ///< What is no longer in this state is left alone. Empty: whatever.
    };
    using Outcome = base::Result<ListedGood>;
    using Progress = std::function<void(std::size_t done)>;

    virtual ~GoodsRegistry() = default;
    /// "testnet" or "live".
    virtual std::string network() const = 0;
    virtual std::vector<ListedGood> list() = 0;
    virtual Outcome find(goods::GoodId const& id) = 0;
    virtual Outcome remove(goods::GoodId const& id) = 0;
    /// The outcome of each, in their order. `progress` is called now and then.
    virtual std::vector<Outcome> put(std::vector<Put> const& puts, Progress const& progress) = 0;

    /// What was found wrong with goods that were taken all the same.
    std::vector<std::string> const& warnings() const { return warnings_; }

protected:
    void warn(std::string warning) { warnings_.push_back(std::move(warning)); }

private:
    std::vector<std::string> warnings_;
};

}  // namespace farthing::app
