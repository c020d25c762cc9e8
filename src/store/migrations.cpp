#include "store/schema.hpp"
#include "store/sealed_secrets.hpp"

namespace farthing::store {
namespace {

// "FRTP" and "FRTL": they mark a file as ours in SQLite's header.
constexpr std::int32_t kPlatformId = 0x46525450;
constexpr std::int32_t kLedgerId = 0x4652544c;

// Times are milliseconds since the UNIX epoch, amounts are stroops, hashes and envelopes are raw
// bytes.
constexpr char const* kPlatform1 = R"sql(
CREATE TABLE stores (
    id TEXT PRIMARY KEY,
    network TEXT NOT NULL,
    name TEXT NOT NULL,
    payout_address TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    key TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id),
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE goods (
    id TEXT PRIMARY KEY,
    store_id TEXT NOT NULL REFERENCES stores (id),
    price INTEGER NOT NULL CHECK (price > 0),
    shared_secret TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    purchase_validity_ms INTEGER CHECK (purchase_validity_ms > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX goods_of_store ON goods (store_id, id) WHERE removed_at IS NULL;

CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    network TEXT NOT NULL,
    good_id TEXT NOT NULL REFERENCES goods (id),
    store_id TEXT NOT NULL REFERENCES stores (id),
    title TEXT NOT NULL,
    buyer TEXT NOT NULL,
    destination TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price > 0),
    purchase_validity_ms INTEGER,
    channel INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    unsigned_envelope BLOB NOT NULL,
    signed_envelope BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    submitted_at INTEGER,
    ended_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('offered', 'submitted', 'settled', 'failed')),
    failure TEXT,
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK (state NOT IN ('submitted', 'settled') OR signed_envelope IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX orders_by_hash ON orders (network, hash);
CREATE UNIQUE INDEX one_open_order ON orders (buyer, good_id)
    WHERE state IN ('offered', 'submitted');
CREATE INDEX offers_by_end ON orders (expires_at) WHERE state = 'offered';
CREATE INDEX submitted_orders ON orders (network, id) WHERE state = 'submitted';

CREATE TABLE channels (
    network TEXT NOT NULL,
    number INTEGER NOT NULL,
    address TEXT NOT NULL UNIQUE,
    sequence INTEGER NOT NULL,
    order_id TEXT UNIQUE REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (network, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX free_channels ON channels (network, sequence, number) WHERE order_id IS NULL;

CREATE TABLE purchases (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE REFERENCES orders (id),
    network TEXT NOT NULL,
    good_id TEXT NOT NULL REFERENCES goods (id),
    buyer TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price > 0),
    hash BLOB NOT NULL,
    operation INTEGER NOT NULL,
    ledger INTEGER NOT NULL,
    purchased_at INTEGER NOT NULL,
    expires_at INTEGER,
    UNIQUE (network, hash, operation)
) STRICT, WITHOUT ROWID;
CREATE INDEX purchases_of_buyer ON purchases (buyer, good_id, id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (id)
) STRICT;
)sql";

// `payer` and `submitted_hash` are set where a wallet built the payment itself. A `forgotten`
// channel is one that goes when its order ends.
constexpr char const* kPlatform2Flows = R"sql(
ALTER TABLE orders ADD COLUMN payer TEXT;
ALTER TABLE orders ADD COLUMN submitted_hash BLOB;
ALTER TABLE channels ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
)sql";

// `operation` is a horizon::HistoryPosition. One operation may pay several addresses, if it calls a
// contract, but never an order twice.
constexpr char const* kPlatform3Received = R"sql(
CREATE TABLE received_payments (
    network TEXT NOT NULL,
    operation INTEGER NOT NULL,
    address TEXT NOT NULL,
    sender TEXT NOT NULL,
    hash BLOB NOT NULL,
    inner_hash BLOB,
    amount INTEGER CHECK (amount >= 0),
    asset TEXT NOT NULL,
    memo TEXT,
    ledger INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    order_id TEXT UNIQUE REFERENCES orders (id),
    reason TEXT,
    CHECK ((order_id IS NULL) = (reason IS NOT NULL)),
    PRIMARY KEY (network, operation, address)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX credited_operations ON received_payments (network, operation)
    WHERE order_id IS NOT NULL;
CREATE INDEX unassigned_payments ON received_payments (network, address, operation)
    WHERE order_id IS NULL;
CREATE INDEX waiting_payments ON received_payments (memo, operation)
    WHERE reason = 'order_under_way';

CREATE TABLE followed_accounts (
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    PRIMARY KEY (network, address)
) STRICT, WITHOUT ROWID;
)sql";

constexpr char const* kPlatform4Clock = R"sql(
CREATE TABLE clock_mark (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
) STRICT;
)sql";

// What looks for a free channel must find `free_channels`, which is in the right order; an index of
// all order_id would be preferred to it.
constexpr char const* kPlatform5Channels = R"sql(
CREATE TABLE new_channels (
    network TEXT NOT NULL,
    number INTEGER NOT NULL,
    address TEXT NOT NULL UNIQUE,
    sequence INTEGER NOT NULL,
    order_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
    forgotten INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (network, number)
) STRICT, WITHOUT ROWID;
INSERT INTO new_channels SELECT network, number, address, sequence, order_id, forgotten
    FROM channels;
DROP TABLE channels;
ALTER TABLE new_channels RENAME TO channels;
CREATE INDEX free_channels ON channels (network, sequence, number) WHERE order_id IS NULL;
CREATE UNIQUE INDEX leased_channels ON channels (order_id) WHERE order_id IS NOT NULL;

CREATE INDEX offers_of_network ON orders (network, expires_at) WHERE state = 'offered';
)sql";

// `revision` counts the changes of a good.
constexpr char const* kPlatform6Revisions = R"sql(
ALTER TABLE goods ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
)sql";

// `sealing_keys` are those that anything in the file is sealed under. `secret_tail` is a
// fingerprint of how the secret ends.
constexpr char const* kPlatform7Sealing = R"sql(
PRAGMA secure_delete=ON;
CREATE TABLE sealing_keys (id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
ALTER TABLE goods ADD COLUMN sealed_secret BLOB NOT NULL DEFAULT x'';
ALTER TABLE goods ADD COLUMN secret_tail BLOB NOT NULL DEFAULT x'';
)sql";
constexpr char const* kPlatform7Sealed = R"sql(
ALTER TABLE goods DROP COLUMN shared_secret;
CREATE INDEX goods_by_secret_tail ON goods (store_id, secret_tail) WHERE removed_at IS NULL;
)sql";

// Answers to requests with an idempotency key. `kept_bytes` grows with each of a store's.
constexpr char const* kPlatform8Answers = R"sql(
CREATE TABLE answers (
    store_id TEXT NOT NULL REFERENCES stores (id),
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    fields TEXT NOT NULL,
    sealed_body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    kept_bytes INTEGER NOT NULL,
    PRIMARY KEY (store_id, key)
) STRICT;
CREATE INDEX answers_by_age ON answers (created_at);
CREATE UNIQUE INDEX answers_of_store ON answers (store_id, kept_bytes);
)sql";

// What prices in satoshis were, and what they are sold at.
constexpr char const* kPlatform9Satoshis = R"sql(
ALTER TABLE stores ADD COLUMN satoshi_prices TEXT NOT NULL DEFAULT 'fixed'
    CHECK (satoshi_prices IN ('fixed', 'rate'));
ALTER TABLE goods ADD COLUMN satoshis INTEGER CHECK (satoshis > 0);
CREATE INDEX goods_in_satoshis ON goods (id) WHERE satoshis IS NOT NULL AND removed_at IS NULL;
)sql";

// `secret_tail` is a fingerprint of the store too, so that the index need not hold it.
constexpr char const* kPlatform10Tails = "DROP INDEX goods_by_secret_tail;";
constexpr char const* kPlatform10Numbered = R"sql(
CREATE INDEX goods_by_secret_tail ON goods (secret_tail) WHERE removed_at IS NULL;
)sql";

// What was known of the one network that there was.
constexpr char const* kPlatform11ClockMarks = R"sql(
CREATE TABLE clock_marks (
    network TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO clock_marks SELECT 'testnet', at FROM clock_mark;
DROP TABLE clock_mark;
)sql";

// Append-only but for the accounts, which are the state that the ledgers add up to.
constexpr char const* kLedger1 = R"sql(
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    balance INTEGER NOT NULL CHECK (balance >= 0),
    sequence INTEGER NOT NULL,
    sequence_ledger INTEGER NOT NULL,
    sequence_time INTEGER NOT NULL,
    subentries INTEGER NOT NULL,
    sponsoring INTEGER NOT NULL,
    sponsored INTEGER NOT NULL,
    last_modified_ledger INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ledgers (
    sequence INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    previous_hash BLOB NOT NULL UNIQUE,
    closed_at INTEGER NOT NULL,
    transaction_set_hash BLOB NOT NULL,
    result_set_hash BLOB NOT NULL,
    total_coins INTEGER NOT NULL,
    fee_pool INTEGER NOT NULL,
    successful_transactions INTEGER NOT NULL,
    failed_transactions INTEGER NOT NULL,
    operations INTEGER NOT NULL,
    all_operations INTEGER NOT NULL
) STRICT;

CREATE TABLE transactions (
    ledger INTEGER NOT NULL REFERENCES ledgers (sequence) DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL,
    closed_at INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    inner_hash BLOB UNIQUE,
    envelope BLOB NOT NULL,
    result BLOB NOT NULL,
    PRIMARY KEY (ledger, number)
) STRICT, WITHOUT ROWID;
)sql";

// Positions in history are those of horizon::HistoryPosition. `successful` of a transaction is
// NULL until it stands in the lists.
constexpr char const* kLedger2 = R"sql(
ALTER TABLE accounts ADD COLUMN options BLOB NOT NULL DEFAULT x'';
ALTER TABLE transactions ADD COLUMN successful INTEGER;
CREATE INDEX unlisted_transactions ON transactions (ledger, number) WHERE successful IS NULL;

CREATE TABLE transaction_participants (
    account BLOB NOT NULL,
    position INTEGER NOT NULL,
    successful INTEGER NOT NULL,
    PRIMARY KEY (account, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE operations (
    position INTEGER PRIMARY KEY,
    payment INTEGER NOT NULL,
    successful INTEGER NOT NULL
) STRICT;

CREATE TABLE operation_participants (
    account BLOB NOT NULL,
    position INTEGER NOT NULL,
    payment INTEGER NOT NULL,
    successful INTEGER NOT NULL,
    PRIMARY KEY (account, position)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace

Schema const& platform_schema() {
    static Schema const schema{.name = "platform",
                               .application_id = kPlatformId,
                               .migrations = {{kPlatform1},
                                              {kPlatform2Flows},
                                              {kPlatform3Received},
                                              {kPlatform4Clock},
                                              {kPlatform5Channels},
                                              {kPlatform6Revisions},
                                              {.sql = kPlatform7Sealing,
                                               .convert = seal_clear_secrets,
                                               .sql_after = kPlatform7Sealed},
                                              {.sql = kPlatform8Answers, .rewrites_file = true},
                                              {kPlatform9Satoshis},
                                              {.sql = kPlatform10Tails,
                                               .convert = seal_goods_anew,
                                               .sql_after = kPlatform10Numbered},
                                              {kPlatform11ClockMarks}},
                               .seals_secrets = true};
    return schema;
}

Schema const& ledger_schema() {
    static Schema const schema{
        .name = "ledger", .application_id = kLedgerId, .migrations = {{kLedger1}, {kLedger2}}};
    return schema;
}

}  // namespace farthing::store
