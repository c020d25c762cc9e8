#include "app/command_options.hpp"

#include <cstdlib>

#include "app/sealing_key.hpp"
#include "base/numbers.hpp"

namespace farthing::app {
namespace {

/// `immediate`, or digits with `ms` or `s`, from 10 ms to 60 s.
LedgerClose parse_close(std::string const& text) {
    if (text == "immediate") return {std::chrono::milliseconds(0)};
    bool const in_ms = text.ends_with("ms");
    auto const digits = text.substr(0, text.find_first_not_of("0123456789"));
    auto const number = base::parse_int<std::int64_t>(digits);
    auto const unit = text.substr(digits.size());
    auto const ms = number && *number <= 60'000 ? *number * (in_ms ? 1 : 1'000) : 0;
    if ((unit != "ms" && unit != "s") || ms < 10 || ms > 60'000)
        throw CLI::ValidationError(
            "--ledger-close",
            "takes \"immediate\" or a time from 10ms to 60s, such as 1s or 200ms");
    return {std::chrono::milliseconds(ms)};
}

void add_rates(CLI::App& command, RateOptions& rates) {
    auto const add = [&](char const* name, std::int64_t& target, char const* what) {
        command.add_option(name, target, what)
            ->check(CLI::Range(0, 1'000'000))
            ->capture_default_str();
    };
    add("--rate-per-key", rates.key, "Requests a second with one API key; 0: no limit");
    add("--rate-per-address", rates.address,
        "Requests a second from one address that is not this machine's; 0: no limit");
    add("--failed-logins", rates.failed_logins,
        "Wrong secrets a minute from one address for one API key; 0: no limit");
}

void add_trusted_proxies(CLI::App& command, http::TrustedProxies& target) {
    auto const add = [&target](std::vector<std::string> const& texts) {
        for (auto const& text : texts) {
            auto const range = http::IpRange::parse(text);
            if (!range) throw CLI::ValidationError("--trusted-proxy", range.error().message);
            target.push_back(*range);
        }
    };
    command
        .add_option_function<std::vector<std::string>>(
            "--trusted-proxy", add,
            "Address or network of a proxy in front, such as 127.0.0.1: its X-Forwarded-For is "
            "believed (docs/proxy); may be repeated (default: none)")
        ->allow_extra_args(false)
        ->type_name("ADDRESS");
}

void add_exchange_rates(CLI::App& command, ExchangeRateOptions& options) {
    command
        .add_option("--rates", options.source,
                    "Where the prices of a lumen come from (docs/rates.md): fixed:EUR=0.10,..., "
                    "coingecko, kraken or coinmarketcap, also kraken:EUR,USD, or none")
        ->capture_default_str()
        ->type_name("SOURCE");
    command.add_option("--rates-url", options.url,
                       "Ask that source here, such as a proxy, instead of at its own address");
    command.add_option("--rates-key-file", options.key_file,
                       "File with the source's API key (default: the environment variable " +
                           std::string(kRatesKeyVariable) + ")");
}

}  // namespace

std::filesystem::path default_data_dir(char const* name) {
    if (auto const* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
        return std::filesystem::path(data) / name;
    if (auto const* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return std::filesystem::path(home) / ".local" / "share" / name;
    return std::filesystem::path(name);
}

void add_data_dir(CLI::App& command, std::filesystem::path& target, char const* name) {
    target = default_data_dir(name);
    command.add_option("--data-dir", target, "The folder for everything that is kept")
        ->capture_default_str();
}

void add_secrets_key(CLI::App& command, std::filesystem::path& target) {
    command.add_option(
        "--secrets-key", target,
        "The file with the key of the shared secrets, for its owner only (default: " +
            std::string(kSecretsKeyVariable) +
            ", which may also hold the key itself, or secrets.key in the data directory)");
}

void add_passphrase(CLI::App& command, std::string& passphrase) {
    command.add_option("--passphrase", passphrase, "Of the network that its transactions are for")
        ->capture_default_str();
}

CLI::Option* add_network(CLI::App& command, std::string& network) {
    return command.add_option("--network", network, "testnet (play money) or live (real money)")
        ->check(CLI::IsMember({"testnet", "live"}))
        ->type_name("NETWORK")
        ->capture_default_str();
}

void add_ledger_close(CLI::App& command, LedgerClose& target) {
    command
        .add_option_function<std::string>(
            "--ledger-close", [&target](std::string const& text) { target = parse_close(text); },
            "How often the test network closes a ledger: 1s, 200ms, or immediate")
        ->default_str("1s")
        ->type_name("TIME");
}

void add_serve_options(CLI::App& command, ServeOptions& options, char const* data_dir) {
    add_data_dir(command, options.data_dir, data_dir);
    add_secrets_key(command, options.secrets_key);
    command.add_option("--content", options.content,
                       "The folder of the files that the platform delivers itself, with a folder "
                       "for each good's id (docs/deliver.md; default: content in the data "
                       "directory)");
    add_rates(command, options.rates);
    add_trusted_proxies(command, options.trusted_proxies);
    add_ledger_close(command, options.ledger_close);
    command
        .add_option("--listen", options.listen,
                    "Address of the platform; port 0 takes any free one")
        ->capture_default_str();
    command.add_option("--horizon", options.horizon, "Address of the test network's Horizon")
        ->capture_default_str();
    command.add_flag("--test-controls", options.test_controls,
                     "For tests: routes under /test that make the embedded ledger misbehave");
    command.add_option(
        "--public-url", options.public_url,
        "Where readers reach the platform, such as https://pay.example.org (default: the address)");
    command
        .add_option("--channels", options.channels, "Channel accounts: payments under way at once")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command
        .add_option("--channels-max", options.channels_max,
                    "Up to so many channel accounts are opened when those are not enough")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    add_exchange_rates(command, options.exchange_rates);
}

}  // namespace farthing::app
