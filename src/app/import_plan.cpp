#include "app/import_plan.hpp"

#include <map>

namespace farthing::app {
namespace {

using base::Errc;
using base::fail;
using base::Result;

bool is_same(goods::Description const& a, goods::Description const& b) {
    return a.price == b.price && a.shared_secret == b.shared_secret && a.url == b.url &&
           a.title == b.title && a.purchase_validity == b.purchase_validity;
}

/// The registered goods by what a file may know of them.
class Registered {
public:
    explicit Registered(std::vector<ListedGood> const& goods) {
        for (auto const& good : goods) {
            by_id_.emplace(good.id, &good);
            by_place_.emplace(place_of(good.description), &good);
        }
    }

    /// Null: there is no such good yet.
    Result<ListedGood const*> find(GoodInput const& good) const {
        return good.id ? find_by_id(*good.id) : find_by_place(good.description);
    }

private:
    using Place = std::pair<std::string, std::string>;

    static Place place_of(goods::Description const& description) {
        return {description.url, description.title};
    }
    Result<ListedGood const*> find_by_id(goods::GoodId const& id) const {
        auto const found = by_id_.find(id);
        if (found != by_id_.end()) return found->second;
        return fail(Errc::not_found, "the store has no good with the id " + id.text());
    }
    Result<ListedGood const*> find_by_place(goods::Description const& description) const {
        auto const [first, end] = by_place_.equal_range(place_of(description));
        if (first == end) return nullptr;
        if (std::next(first) == end) return first->second;
        return fail(Errc::conflict,
                    "the store has several goods with this url and title; name the id");
    }

    std::map<goods::GoodId, ListedGood const*> by_id_;
    std::multimap<Place, ListedGood const*> by_place_;
};

PlannedGood plan(ImportedGood const& imported, ListedGood const* known) {
    PlannedGood planned{.line = imported.line,
                        .action = ImportAction::create,
                        .put = {.description = imported.good.description}};
    if (known == nullptr) return planned;
    auto& description = planned.put.description;
    if (!imported.good.secret_given) description.shared_secret = known->description.shared_secret;
    if (!imported.good.validity_given)
        description.purchase_validity = known->description.purchase_validity;
    planned.put.id = known->id;
    planned.action =
        is_same(description, known->description) ? ImportAction::nothing : ImportAction::update;
    return planned;
}

/// What makes two goods of a file the same one.
std::string identity_of(PlannedGood const& good) {
    if (good.put.id) return good.put.id->text();
    return good.put.description.url + "\n" + good.put.description.title;
}

}  // namespace

ImportPlan plan_import(std::vector<ImportedGood> const& file,
                       std::vector<ListedGood> const& registered) {
    Registered const known(registered);
    std::map<std::string, std::size_t> lines;
    ImportPlan all;
    for (auto const& imported : file) {
        auto const found = known.find(imported.good);
        if (!found) {
            all.faults.push_back({.line = imported.line, .message = found.error().message});
            continue;
        }
        auto planned = plan(imported, *found);
        auto const [first, is_new] = lines.emplace(identity_of(planned), imported.line);
        if (is_new)
            all.goods.push_back(std::move(planned));
        else
            all.faults.push_back({.line = imported.line,
                                  .message = "this is the good of line " +
                                             std::to_string(first->second) + " once more"});
    }
    return all;
}

}  // namespace farthing::app
