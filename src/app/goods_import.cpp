#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdio>

#include "app/commands.hpp"
#include "app/goods_place.hpp"
#include "app/import_plan.hpp"
#include "app/import_source.hpp"
#include "app/terminal.hpp"

namespace farthing::app {
namespace {

namespace json = base::json;
using Outcome = GoodsRegistry::Outcome;

/// One good of the source, and what became of it.
struct Row {
    std::size_t line = 0;
    std::string status;
    std::string id = {};
    std::string title = {};
    std::string message = {};  ///< Why it failed.
};

char const* status_of(ImportAction action, bool dry_run) {
    switch (action) {
        case ImportAction::create:
            return dry_run ? "new" : "created";
        case ImportAction::update:
            return dry_run ? "changed" : "updated";
        case ImportAction::nothing:
            break;
    }
    return "unchanged";
}

void print_for_people(std::string const& name, std::vector<Row> const& rows) {
    for (auto const& row : rows) {
        std::printf("%s line %zu: %-9s  %-24s  %s\n", printable(name).c_str(), row.line,
                    row.status.c_str(), row.id.c_str(), printable(row.title).c_str());
        if (!row.message.empty()) std::printf("    %s\n", printable(row.message).c_str());
    }
    std::string sum;
    for (auto const* status : {"created", "new", "updated", "changed", "unchanged", "failed"})
        if (auto const count = std::ranges::count(rows, status, &Row::status); count > 0)
            sum += (sum.empty() ? "" : ", ") + std::to_string(count) + " " + status;
    std::printf("%s\n", sum.empty() ? "There are no goods in it." : (sum + ".").c_str());
}

json::object describe(Row const& row) {
    json::object object{{"line", row.line}, {"status", row.status}};
    if (!row.id.empty()) object["id"] = row.id;
    if (!row.title.empty()) object["title"] = row.title;
    if (!row.message.empty()) object["message"] = row.message;
    return object;
}

void print_json(std::vector<Row> const& rows) {
    json::array goods;
    for (auto const& row : rows) goods.push_back(describe(row));
    bool const ok = std::ranges::find(rows, "failed", &Row::status) == rows.end();
    std::printf("%s\n",
                json::serialize(json::object{{"ok", ok}, {"goods", std::move(goods)}}).c_str());
}

/// The import of one source into one registry.
class Import {
public:
    explicit Import(GoodsOptions const& options)
        : options_(options),
          source_(read_source(options.source, runtime_.random())),
          registry_(open_registry(runtime_, options.place)) {}

    int run();

private:
    bool has_faults(std::vector<ImportFault> const& faults);
    void recall_ids();
    std::vector<Row> carry_out();
    void keep_shelf(std::vector<Row> const& rows);
    int report(std::vector<Row> const& rows) const;

    GoodsOptions const& options_;
    Runtime runtime_;
    ImportSource source_;
    std::unique_ptr<GoodsRegistry> registry_;
    std::vector<ListedGood> registered_;
    std::map<std::string, delivery::Shelved> shelf_;
    ImportPlan plan_;
};

int Import::run() {
    if (has_faults(source_.file.faults)) return 1;
    registered_ = registry_->list();
    if (source_.is_folder()) recall_ids();
    plan_ = plan_import(source_.file.goods, registered_);
    if (has_faults(plan_.faults)) return 1;
    auto const rows = carry_out();
    print_warnings(*registry_);
    if (source_.is_folder() && !options_.dry_run) keep_shelf(rows);
    return report(rows);
}

/// With a fault nothing is imported: whoever mends the file imports it again, as a whole.
bool Import::has_faults(std::vector<ImportFault> const& faults) {
    if (faults.empty()) return false;
    std::vector<Row> rows;
    rows.reserve(faults.size());
    for (auto const& fault : faults)
        rows.push_back({.line = fault.line, .status = "failed", .message = fault.message});
    if (options_.json) {
        print_json(rows);
        return true;
    }
    for (auto const& row : rows) {
        auto const line = row.line > 0 ? " line " + std::to_string(row.line) : std::string();
        std::fprintf(stderr, "%s%s: %s\n", printable(source_.name).c_str(), line.c_str(),
                     printable(row.message).c_str());
    }
    std::fprintf(stderr, "Nothing was imported.\n");
    return true;
}

/// The goods of a folder are known by their files, whatever becomes of their titles.
void Import::recall_ids() {
    shelf_ = read_shelf(source_.folder);
    for (auto& [line, good] : source_.file.goods) {
        auto const before = shelf_.find(good.file);
        if (good.id || before == shelf_.end()) continue;
        auto const known = std::ranges::find(registered_, before->second.item.good_id,
                                             [](ListedGood const& each) { return each.id.text(); });
        if (known != registered_.end()) good.id = known->id;
    }
}

std::vector<Row> Import::carry_out() {
    std::vector<Row> rows;
    std::vector<GoodsRegistry::Put> puts;
    for (auto const& [line, action, put] : plan_.goods) {
        rows.push_back({.line = line,
                        .status = status_of(action, options_.dry_run),
                        .id = put.id ? put.id->text() : "",
                        .title = put.description.title});
        if (action != ImportAction::nothing) puts.push_back(put);
    }
    if (options_.dry_run || puts.empty()) return rows;

    Counter counter(puts.size(), "goods");
    auto const outcomes = registry_->put(puts, [&](std::size_t done) { counter.show(done); });
    auto outcome = outcomes.begin();
    for (auto& row : rows) {
        if (row.status == status_of(ImportAction::nothing, false)) continue;
        if (*outcome) {
            row.id = (*outcome)->id.text();
        } else {
            row.status = "failed";
            row.message = outcome->error().message;
        }
        ++outcome;
    }
    return rows;
}

/// What is registered is put on the shelf, also when some of its neighbours failed.
void Import::keep_shelf(std::vector<Row> const& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].status == "failed") continue;
        auto const& input = source_.file.goods[i].good;
        auto const before = shelf_.find(input.file);
        shelf_.insert_or_assign(
            input.file,
            shelve(input, *goods::GoodId::parse(rows[i].id), plan_.goods[i].put.description,
                   before == shelf_.end() ? nullptr : &before->second));
    }
    write_shelf(source_.folder, shelf_);
}

int Import::report(std::vector<Row> const& rows) const {
    if (options_.json)
        print_json(rows);
    else
        print_for_people(source_.name, rows);
    if (source_.is_folder() && !options_.json && !options_.dry_run)
        std::printf("farthing deliver --goods %s serves them.\n",
                    printable((source_.folder / "goods.toml").string()).c_str());
    return std::ranges::find(rows, "failed", &Row::status) == rows.end() ? 0 : 1;
}

}  // namespace

int goods_import(GoodsOptions const& options) {
    return Import(options).run();
}

}  // namespace farthing::app
