#include "store/invariants.hpp"

#include <algorithm>

#include "store/columns.hpp"
#include "store/goods_repository.hpp"
#include "store/invariant_table.hpp"
#include "store/order_walk.hpp"

namespace farthing::store {
namespace {

using payments::Finding;

Finding check(Transaction& transaction, SqlInvariant const& sql, base::Timestamp now) {
    Finding finding{sql.invariant};
    finding.looked_at = transaction.number(sql.looked_at);
    std::string const found = "(" + std::string(sql.breaches) + ") AS found";
    auto const named = transaction.query(
        "SELECT offender FROM " + found + " LIMIT " + std::to_string(Finding::kNamed),
        {column(now)});
    for (auto const& row : named) finding.add(row.text(0));
    if (named.size() == Finding::kNamed)
        finding.breaches = transaction.number("SELECT count(*) FROM " + found, {column(now)});
    return finding;
}

void check_all(Transaction& transaction, std::span<SqlInvariant const> invariants,
               base::Timestamp now, std::vector<Finding>& findings) {
    for (auto const& invariant : invariants) findings.push_back(check(transaction, invariant, now));
}

/// SQLite's own view of its file.
Finding check_file(Transaction& transaction) {
    Finding finding{{"R2", "the database file is whole"}};
    for (auto const& row : transaction.query("PRAGMA integrity_check(100)")) {
        ++finding.looked_at;
        if (row.text(0) != "ok") finding.add(row.text(0));
    }
    return finding;
}

Finding check_references(Transaction& transaction) {
    Finding finding{{"R2", "every row that another one names is there"}};
    finding.looked_at =
        transaction.number("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
    for (auto const& row : transaction.query("PRAGMA foreign_key_check"))
        finding.add("a row of " + row.text(0) + " names one of " + row.text(2) +
                    " that is not there");
    return finding;
}

/// Whether the key that is there is the right one, and each secret its own good's.
Finding check_secrets(Transaction& transaction) {
    Finding finding{
        {"R2", "every shared secret opens, for its own good, under the key that is there"}};
    for (auto const& stored : GoodsRepository(transaction).shared_secrets()) {
        ++finding.looked_at;
        if (!stored.secret) finding.add(stored.secret.error().message);
    }
    return finding;
}

/// What a sentence is true of on several networks is told once.
void add(std::vector<Finding>& findings, Finding more) {
    auto const sentence = [](Finding const& finding) { return finding.invariant.sentence; };
    auto const known = std::ranges::find(findings, more.invariant.sentence, sentence);
    if (known == findings.end()) return findings.push_back(std::move(more));
    known->add_all(std::move(more));
}

}  // namespace

std::vector<Finding> check_quickly(Transaction& transaction, base::Timestamp now) {
    std::vector<Finding> findings;
    check_all(transaction, quick_invariants(), now, findings);
    return findings;
}

std::vector<Finding> check_thoroughly(Transaction& transaction, base::Timestamp now,
                                      std::vector<AuditedNetwork> const& networks) {
    auto findings = check_quickly(transaction, now);
    check_all(transaction, slow_invariants(), now, findings);
    for (auto const& network : networks) {
        for (auto& finding : walk_orders(transaction, network.name, network.orders))
            add(findings, std::move(finding));
        add(findings, walk_receipts(transaction, network.name, now));
    }
    findings.push_back(check_file(transaction));
    findings.push_back(check_references(transaction));
    findings.push_back(check_secrets(transaction));
    return findings;
}

}  // namespace farthing::store
