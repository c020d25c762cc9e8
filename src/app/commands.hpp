#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "http/trusted_proxies.hpp"
#include "stellar/network.hpp"

/// The commands of the program. Each runs to its end and returns the process's exit code; what goes
/// wrong at the start is thrown as std::runtime_error with a message for the operator.
namespace farthing::app {

/// How often the API may be asked; 0: as often as anybody likes (api::RequestRates).
struct RateOptions {
    std::int64_t key = 1'000;         ///< A second, with one API key.
    std::int64_t address = 500;       ///< A second, from one address.
    std::int64_t failed_logins = 10;  ///< A minute, from one address for one key.
};

/// How the embedded ledger closes: zero means as soon as there is a transaction.
struct LedgerClose {
    std::chrono::milliseconds interval = std::chrono::seconds(1);
};

struct ExchangeRateOptions {
    /// As rates::parse_settings reads it. Play money has no price, so these are made up.
    std::string source = "fixed:USD=0.11,EUR=0.10,GBP=0.085";
    std::string url = {};  ///< Instead of the source's own address. Empty: that.
    /// The source's API key. Empty: that of the environment variable, if it is set.
    std::filesystem::path key_file = {};
};
constexpr char const* kRatesKeyVariable = "FARTHING_RATES_KEY";

struct ServeOptions {
    std::filesystem::path data_dir;
    std::string listen = "127.0.0.1:8402";
    std::string public_url = {};
    std::string horizon = "127.0.0.1:8404";
    /// Another Horizon of the test network, instead of the embedded ledger. Empty: embedded.
    std::string horizon_url = {};
    bool test_controls = false;  ///< Of the embedded ledger.
    LedgerClose ledger_close = {};
    std::int64_t channels = 20;
    std::int64_t channels_max = 200;
    /// A Horizon of the public network. Empty: nothing is sold for real money.
    std::string live_horizon_url = {};
    std::int64_t live_channels = 5;
    std::filesystem::path secrets_key = {};  ///< Empty: see sealing_key_place().
    /// Of the files that the platform delivers. Empty: `content` in the data directory.
    std::filesystem::path content = {};
    RateOptions rates = {};
    http::TrustedProxies trusted_proxies = {};
    ExchangeRateOptions exchange_rates = {};
};
int serve(ServeOptions const& options);

struct DemoOptions {
    ServeOptions serve = {};
    std::string site = "127.0.0.1:8403";
    bool json = false;
};
int demo(DemoOptions const& options);

struct DeliverOptions {
    std::string listen = "127.0.0.1:8403";
    std::filesystem::path goods = {};       ///< goods.toml. This or `php_files`.
    std::filesystem::path php_files = {};   ///< The old PHP server's `files`.
    std::filesystem::path folder = {};      ///< Of the paid files. Empty: where the goods are.
    std::string accel = {};                 ///< nginx sends the files. Empty: we do.
    std::filesystem::path access_log = {};  ///< Empty: none.
    unsigned threads = 0;                   ///< 0: one for each core.
    bool check = false;                     ///< Only says what is wrong with the goods.
};
/// 1 when it only checks and some good is wrong.
int deliver(DeliverOptions const& options);

struct LedgerOptions {
    std::filesystem::path data_dir;
    std::string listen = "127.0.0.1:8404";
    std::string passphrase = std::string(stellar::kTestnetPassphrase);
    LedgerClose ledger_close = {};
    /// Where clients reach it, for the links in its answers. Empty: the listening address.
    std::string public_url = {};
    bool test_controls = false;  ///< Routes under /test that make it misbehave.
};
int ledger(LedgerOptions const& options);

struct LedgerCheckOptions {
    std::filesystem::path data_dir;
    std::string passphrase = std::string(stellar::kTestnetPassphrase);
};
int ledger_check(LedgerCheckOptions const& options);

struct CheckOptions {
    std::filesystem::path data_dir;
    std::filesystem::path secrets_key = {};
    bool json = false;
};
/// Checks all invariants of a folder that no process has open. 1 when one is broken.
int check(CheckOptions const& options);

struct KeyRotateOptions {
    std::filesystem::path data_dir;
    std::filesystem::path secrets_key = {};
    bool json = false;
};
/// Seals all shared secrets under a new key, in a folder that no process has open.
int key_rotate(KeyRotateOptions const& options);

struct ChannelsOptions {
    std::filesystem::path data_dir;
    std::string network = "live";
    std::int64_t count = 5;
    bool json = false;
};
/// Names the channel accounts of a network, also beside a running server.
int channels(ChannelsOptions const& options);

struct StoreCreateOptions {
    std::filesystem::path data_dir;
    std::filesystem::path secrets_key = {};
    std::string name;
    std::string network = "testnet";  ///< Or "live".
    std::string payout_address;
    std::string satoshi_prices = "fixed";  ///< As stores::parse_satoshi_prices reads it.
    bool json = false;
};
int store_create(StoreCreateOptions const& options);

struct StoreListOptions {
    std::filesystem::path data_dir;
    std::filesystem::path secrets_key = {};
    bool json = false;
};
int store_list(StoreListOptions const& options);

struct StoreUpdateOptions {
    std::filesystem::path data_dir;
    std::filesystem::path secrets_key = {};
    std::string store = {};           ///< Its id. Empty: the only one.
    std::string satoshi_prices = {};  ///< As stores::parse_satoshi_prices reads it.
    bool json = false;
};
int store_update(StoreUpdateOptions const& options);

constexpr char const* kServerVariable = "FARTHING_SERVER";
constexpr char const* kApiKeyVariable = "FARTHING_API_KEY";
constexpr char const* kApiSecretVariable = "FARTHING_API_SECRET";

/// Where the goods lie that a command is about: on a running server, or in a data directory.
struct GoodsPlace {
    std::string server = {};                 ///< Its URL. Empty: see data_dir.
    std::string key = {};                    ///< Empty: the environment variable.
    std::filesystem::path secret_file = {};  ///< Empty: the environment variable.
    std::filesystem::path data_dir = {};
    /// Otherwise the environment may name a server instead.
    bool data_dir_named = false;
    std::filesystem::path secrets_key = {};  ///< Of the data directory, as for `serve`.
    std::string store = {};                  ///< Of the data directory. Empty: the only one.
    /// What the platform delivers from, on this machine. Empty: `content` in the data directory.
    std::filesystem::path content = {};
};

/// What is said about a good. Absent is as it was, or the usual.
struct GoodFields {
    std::optional<std::string> price = {};
    std::optional<std::string> title = {};
    std::optional<std::string> url = {};
    std::optional<std::string> validity = {};  ///< Empty: a purchase never ends.
    std::filesystem::path shared_secret_file = {};
    std::filesystem::path file = {};  ///< Or a folder: what is sold. Empty: as it was.
};

struct GoodsOptions {
    GoodsPlace place = {};
    std::string id = {};
    GoodFields fields = {};
    std::filesystem::path source = {};  ///< Of an import: a file, a folder, or `-`.
    bool dry_run = false;
    bool json = false;
};
int goods_list(GoodsOptions const& options);
int goods_add(GoodsOptions const& options);
int goods_show(GoodsOptions const& options);
int goods_update(GoodsOptions const& options);
int goods_remove(GoodsOptions const& options);
/// 1 when a good of the source was not imported.
int goods_import(GoodsOptions const& options);

struct StellarInspectOptions {
    std::string text;                 ///< Base64. Empty: standard input.
    std::string network = "testnet";  ///< `public`, `testnet` or a passphrase.
};
int stellar_inspect(StellarInspectOptions const& options);

struct StellarStrkeyOptions {
    std::string value;  ///< Empty: standard input.
};
int stellar_strkey(StellarStrkeyOptions const& options);

struct PaymentsUnassignedOptions {
    std::filesystem::path data_dir;
    std::filesystem::path secrets_key = {};
    bool json = false;
};
int payments_unassigned(PaymentsUnassignedOptions const& options);

}  // namespace farthing::app
