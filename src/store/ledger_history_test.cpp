#include "store/ledger_history.hpp"

#include <gtest/gtest.h>

#include <random>

#include "horizon/paging.hpp"
#include "sandbox/ledger.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/result_xdr.hpp"
#include "store/ledger_repository.hpp"
#include "store/testing.hpp"

namespace farthing::store {
namespace {

using horizon::HistoryPosition;
using sandbox::ClosedTransaction;
using stellar::KeyPair;

KeyPair person(std::uint8_t number) {
    return KeyPair::from_seed({number, 9});
}

stellar::Operation pay(KeyPair const& to) {
    return {.body = stellar::Payment{{to.public_key()}, stellar::NativeAsset{}, 1}};
}

stellar::Operation quiet() {
    return {.body = stellar::BumpSequence{7}};
}

/// A transaction as the list sees it: who, where, whether it worked.
struct Entry {
    ClosedTransaction transaction;
    sandbox::Participants participants;
};

/// Some hundred transactions of six people, appended to a database and kept beside it.
class History : public testing::Test {
protected:
    static constexpr std::uint8_t kPeople = 6;

    History() {
        for (std::uint32_t ledger = 1; ledger <= 30; ++ledger) {
            repository_.append_ledger({.sequence = ledger,
                                       .hash = {static_cast<std::uint8_t>(ledger)},
                                       .previous_hash = {static_cast<std::uint8_t>(ledger), 1}});
            auto const count = random_() % 6;
            for (std::uint32_t order = 1; order <= count; ++order) append(ledger, order);
        }
    }

    std::uint64_t draw(std::uint64_t n) { return random_() % n; }
    KeyPair anyone() { return person(static_cast<std::uint8_t>(draw(kPeople))); }

    void append(std::uint32_t ledger, std::uint32_t order) {
        stellar::SignedTransaction envelope{{.source = {anyone().public_key()},
                                             .fee = 100,
                                             .sequence = std::int64_t{ledger} << 20 | order}};
        auto const operations = 1 + draw(4);
        for (std::uint64_t i = 0; i < operations; ++i)
            envelope.transaction.operations.push_back(draw(3) == 0 ? quiet() : pay(anyone()));
        ClosedTransaction const closed{
            .ledger = ledger,
            .order = order,
            .closed_at = base::Timestamp::from_seconds(ledger),
            .successful = draw(4) != 0,
            .hash = stellar::hash_of(envelope.transaction, {}),
            .envelope = stellar::encode_envelope(envelope),
            .result = stellar::encode_result({.code = stellar::TransactionCode::bad_auth})};
        auto participants = sandbox::participants_of(envelope);
        repository_.append_transaction(closed, participants);
        entries_.push_back({closed, std::move(participants)});
    }

    static std::int64_t position(Entry const& entry, std::uint32_t operation) {
        return HistoryPosition{entry.transaction.ledger, entry.transaction.order, operation}
            .to_number();
    }

    static bool concerns(std::vector<stellar::PublicKey> const& accounts,
                         HistoryFilter const& filter) {
        return !filter.account || std::ranges::count(accounts, *filter.account) > 0;
    }

    static bool is_wanted(Entry const& entry, HistoryFilter const& filter) {
        auto const& transaction = entry.transaction;
        return (filter.include_failed || transaction.successful) &&
               (!filter.ledger || transaction.ledger == *filter.ledger) &&
               (!filter.transaction || transaction.hash == filter.transaction->hash);
    }

    static std::vector<std::int64_t> cut(std::vector<std::int64_t> all, HistoryPage const& page) {
        std::erase_if(all, [&](std::int64_t at) {
            return page.descending ? at >= page.after : at <= page.after;
        });
        if (page.descending) std::ranges::reverse(all);
        if (all.size() > page.limit) all.resize(page.limit);
        return all;
    }

    std::vector<std::int64_t> expected_transactions(HistoryFilter const& filter,
                                                    HistoryPage const& page) const {
        std::vector<std::int64_t> all;
        for (auto const& entry : entries_)
            if (is_wanted(entry, filter) && concerns(entry.participants.transaction, filter))
                all.push_back(position(entry, 0));
        return cut(all, page);
    }

    std::vector<std::int64_t> expected_operations(HistoryFilter const& filter,
                                                  HistoryPage const& page) const {
        std::vector<std::int64_t> all;
        for (auto const& entry : entries_) {
            if (!is_wanted(entry, filter)) continue;
            auto const& operations = entry.participants.operations;
            for (std::uint32_t i = 0; i < operations.size(); ++i)
                if (concerns(operations[i].accounts, filter) &&
                    (!filter.payments_only || operations[i].payment))
                    all.push_back(position(entry, i + 1));
        }
        return cut(all, page);
    }

    std::vector<std::int64_t> transactions(HistoryFilter const& filter, HistoryPage const& page) {
        std::vector<std::int64_t> out;
        for (auto const& found : history_.transactions(filter, page))
            out.push_back(HistoryPosition{found.ledger, found.order, 0}.to_number());
        return out;
    }

    std::vector<std::int64_t> operations(HistoryFilter const& filter, HistoryPage const& page) {
        std::vector<std::int64_t> out;
        for (auto const& [transaction, number] : history_.operations(filter, page))
            out.push_back(
                HistoryPosition{transaction.ledger, transaction.order, number}.to_number());
        return out;
    }

    HistoryFilter any_filter() {
        HistoryFilter filter{.include_failed = draw(2) == 0, .payments_only = draw(2) == 0};
        if (draw(2) == 0)
            filter.account = anyone().public_key();
        else if (draw(2) == 0)
            filter.ledger = static_cast<std::uint32_t>(draw(31));
        else if (draw(2) == 0)
            filter.transaction = entries_[draw(entries_.size())].transaction;
        return filter;
    }

    /// Before, at, in and behind things that are there.
    HistoryPage any_page() {
        auto const& entry = entries_[draw(entries_.size())];
        auto const after = draw(8) == 0
                               ? std::int64_t{0}
                               : position(entry, 0) + static_cast<std::int64_t>(draw(5)) - 1;
        return {.after = after,
                .descending = draw(2) == 0,
                .limit = static_cast<std::uint32_t>(1 + draw(12))};
    }

    TestDatabase database_{ledger_schema()};
    LedgerRepository repository_{database_.transaction()};
    LedgerHistory history_{database_.transaction()};
    std::mt19937_64 random_{20261122};
    std::vector<Entry> entries_;
};

TEST_F(History, ListsTheTransactionsThatAFilterWantsFromAnyPlaceInEitherDirection) {
    for (int i = 0; i < 2'000; ++i) {
        auto const filter = any_filter();
        auto const page = any_page();
        ASSERT_EQ(transactions(filter, page), expected_transactions(filter, page)) << i;
    }
}

TEST_F(History, ListsTheOperationsThatAFilterWantsFromAnyPlaceInEitherDirection) {
    for (int i = 0; i < 2'000; ++i) {
        auto const filter = any_filter();
        auto const page = any_page();
        ASSERT_EQ(operations(filter, page), expected_operations(filter, page)) << i;
    }
}

TEST_F(History, GivesTransactionsBackAsTheyWereAppended) {
    auto const all = history_.transactions({.include_failed = true}, {.limit = 1'000});
    ASSERT_EQ(all.size(), entries_.size());
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], entries_[i].transaction);
}

TEST_F(History, FindsAnOperationByItsPositionAlone) {
    auto const& entry = entries_.front();
    auto const found = history_.find_operation(position(entry, 1));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->transaction.hash, entry.transaction.hash);
    EXPECT_EQ(found->number, 1U);
    EXPECT_FALSE(history_.find_operation(position(entry, 0)));
    EXPECT_FALSE(history_.find_operation(position(entry, 90)));
}

TEST_F(History, KnowsWhoEverHadToDoWithATransaction) {
    EXPECT_TRUE(history_.knows(entries_.front().participants.transaction.front()));
    EXPECT_FALSE(history_.knows(person(99).public_key()));
}

/// As a database that an older Farthing has written: transactions, but no lists.
TEST_F(History, IsListedAfterwardsWhereItWasNot) {
    HistoryPage const everything{.limit = 1'000};
    auto& transaction = database_.transaction();
    for (auto const* table : {"transaction_participants", "operations", "operation_participants"})
        transaction.execute(std::string("DELETE FROM ") + table);
    transaction.execute("UPDATE transactions SET successful = NULL");
    ASSERT_TRUE(operations({.include_failed = true}, everything).empty());

    list_old_history(transaction);
    EXPECT_EQ(operations({.include_failed = true}, everything),
              expected_operations({.include_failed = true}, everything));
    // What the results say counts, and here they all say bad_auth.
    EXPECT_TRUE(transactions({}, everything).empty());
    auto const account = entries_.front().participants.transaction.front();
    EXPECT_EQ(transactions({.account = account, .include_failed = true}, everything),
              expected_transactions({.account = account, .include_failed = true}, everything));
}

}  // namespace
}  // namespace farthing::store
