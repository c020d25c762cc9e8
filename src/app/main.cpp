#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "app/command_errors.hpp"
#include "app/command_options.hpp"
#include "app/commands.hpp"
#include "app/goods_command_line.hpp"
#include "app/version.hpp"
#include "base/failpoint.hpp"

namespace farthing::app {
namespace {

/// Everything that the command line can say.
class CommandLine {
public:
    CommandLine() {
        app_.require_subcommand(1);
        app_.set_version_flag("--version", "farthing " + std::string(kVersion));
        if (base::kFailpointsBuilt) add_failpoints();
        add_serve();
        add_demo();
        add_deliver();
        add_ledger();
        add_check();
        add_channels();
        add_key();
        add_store();
        add_goods_commands(app_, goods_, default_data_dir("farthing"),
                           [this](std::function<int()> command) { command_ = std::move(command); });
        add_payments();
        add_stellar();
        // Last, because commands take over the footer that there is when they are added.
        app_.footer(
            "Examples:\n  farthing demo                      a shop to play with, in one command\n"
            "  farthing serve --data-dir ./data   the platform alone\n"
            "  farthing COMMAND --help            what a command takes");
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
            return command_();
        } catch (CLI::ParseError const& error) {
            auto const mistyped = mistyped_command(app_);
            if (error.get_exit_code() == 0 || mistyped.empty())
                return app_.exit(error) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
            print_error(app_, mistyped + "; see --help");
        } catch (std::exception const& error) {
            print_error(app_, error.what());
        }
        return EXIT_FAILURE;
    }

private:
    CLI::App& add(CLI::App& parent, char const* name, char const* what,
                  std::function<int()> command) {
        auto* added = parent.add_subcommand(name, what);
        // A command with commands of its own is called back after the one that was meant.
        added->callback([this, added, command = std::move(command)] {
            if (added->get_subcommands().empty()) command_ = command;
        });
        return *added;
    }

    /// Commands that belong together.
    CLI::App* add_group(char const* name, char const* what, char const* examples) {
        auto* group = app_.add_subcommand(name, what);
        group->require_subcommand(1);
        group->footer(examples);
        return group;
    }

    /// For the tests: the places at which they can make this build die.
    void add_failpoints() {
        add(app_, "failpoints", "List the failpoints of this test build", [] {
            for (auto const name : base::kFailpoints) std::cout << name << "\n";
            return EXIT_SUCCESS;
        });
    }
    void add_serve() {
        auto& command = add(app_, "serve", "Run the platform with the embedded test network",
                            [this] { return serve(serve_); });
        add_serve_options(command, serve_, "farthing");
        command.add_option("--horizon-url", serve_.horizon_url,
                           "Use this Horizon of the test network instead of the embedded ledger");
        command.add_option("--live-horizon-url", serve_.live_horizon_url,
                           "Sell for real money too: a Horizon of Stellar's public network, such "
                           "as https://horizon.stellar.org (docs/live.md)");
        command
            .add_option("--live-channels", serve_.live_channels,
                        "Channel accounts on the public network: payments under way at once")
            ->check(CLI::Range(1, 1'000))
            ->capture_default_str();
        command.footer(
            "Examples:\n  farthing serve --listen 127.0.0.1:8402 --data-dir ./data\n"
            "  farthing serve --live-horizon-url https://horizon.stellar.org\n"
            "  farthing serve --data-dir ./data --rates kraken:EUR,USD\n"
            "  farthing serve --data-dir ./data --content /srv/paid");
    }
    void add_demo() {
        auto& command = add(app_, "demo", "Run platform, test network and a demo publisher",
                            [this] { return demo(demo_); });
        add_serve_options(command, demo_.serve, "farthing-demo");
        command.add_option("--site", demo_.site, "Address of the demo publisher")
            ->capture_default_str();
        command.add_flag("--json", demo_.json,
                         "Print one line of JSON for programs once it is ready");
        command.footer("Example:\n  farthing demo --ledger-close immediate");
    }
    void add_deliver() {
        auto& command =
            add(app_, "deliver", "Run a publisher's endpoint alone: paid files against receipts",
                [this] { return deliver(deliver_); });
        command.add_option("--goods", deliver_.goods,
                           "The list of goods, goods.toml (docs/deliver.md); read again on change");
        command.add_option("--php-files", deliver_.php_files,
                           "Instead: the folder `files` of SatoshiPay's example PHP server");
        command.add_option("--folder", deliver_.folder,
                           "The folder of the paid files (default: where goods.toml lies)");
        command.add_option("--accel", deliver_.accel,
                           "Let the nginx in front send the files, from this internal location");
        command.add_flag("--check", deliver_.check,
                         "Only say which goods are wrong or lack their file; exits 1 when some do");
        command.add_option("--listen", deliver_.listen, "Address of the endpoint")
            ->capture_default_str();
        command.add_option("--access-log", deliver_.access_log,
                           "File for one JSON line a request (default: none)");
        command.add_option("--threads", deliver_.threads,
                           "Network threads (default: one for each core)");
        command.footer(
            "Examples:\n  farthing deliver --goods /srv/paid/goods.toml --listen 127.0.0.1:8403\n"
            "  farthing deliver --goods /srv/paid/goods.toml --check\n"
            "  farthing deliver --php-files /srv/goods-server/files");
    }
    void add_ledger() {
        auto& command = add(app_, "ledger", "Run the embedded test network alone",
                            [this] { return ledger(ledger_); });
        add_data_dir(command, ledger_.data_dir, "farthing-ledger");
        add_ledger_close(command, ledger_.ledger_close);
        command.add_option("--listen", ledger_.listen, "Address of its Horizon")
            ->capture_default_str();
        add_passphrase(command, ledger_.passphrase);
        command.add_option("--public-url", ledger_.public_url,
                           "Where clients reach it, for the links in its answers (default: the "
                           "address)");
        command.add_flag("--test-controls", ledger_.test_controls,
                         "For tests of clients: routes under /test that make it misbehave");
        command.footer(
            "Examples:\n  farthing ledger --ledger-close 5s\n  farthing ledger check --data-dir "
            "./data");
        auto& check = add(command, "check", "Live its history once more and compare",
                          [this] { return ledger_check(ledger_check_); });
        add_data_dir(check, ledger_check_.data_dir, "farthing-ledger");
        add_passphrase(check, ledger_check_.passphrase);
        check.footer(
            "Stop the ledger first. Exits 1 when anything is not as it must be.\n"
            "Example:\n  farthing ledger check --data-dir ./data");
    }
    void add_check() {
        auto& command =
            add(app_, "check", "Check that the books are in order: every invariant of a folder",
                [this] { return check(check_); });
        add_data_dir(command, check_.data_dir, "farthing");
        add_secrets_key(command, check_.secrets_key);
        command.add_flag("--json", check_.json, "Print one line of JSON");
        command.footer(
            "Stop the server first. Exits 1 when an invariant is broken (docs/check.md).\n"
            "Example:\n  farthing check --data-dir ./data");
    }
    void add_channels() {
        auto& command = add(app_, "channels",
                            "Name the accounts that pay the network's fees, to send lumens to",
                            [this] { return channels(channels_); });
        add_data_dir(command, channels_.data_dir, "farthing");
        add_network(command, channels_.network);
        command.add_option("--count", channels_.count, "How many, as serve's --live-channels")
            ->check(CLI::Range(1, 1'000))
            ->capture_default_str();
        command.add_flag("--json", channels_.json, "Print one line of JSON");
        command.footer("Example:\n  farthing channels --network live --data-dir ./data");
    }
    void add_key() {
        auto* key = add_group("key", "The key that shared secrets are sealed with",
                              "Example:\n  farthing key rotate --data-dir ./data");
        auto& command = add(*key, "rotate", "Seal all shared secrets under a new key",
                            [this] { return key_rotate(key_rotate_); });
        add_data_dir(command, key_rotate_.data_dir, "farthing");
        add_secrets_key(command, key_rotate_.secrets_key);
        command.add_flag("--json", key_rotate_.json, "Print one line of JSON");
        command.footer(
            "Stop the server first. May be interrupted at any time: then run it again.\n"
            "Example:\n  farthing key rotate --data-dir ./data");
    }
    void add_store() {
        auto* store =
            add_group("store", "Merchants' stores",
                      "Examples:\n  farthing store create --name \"My blog\" --payout GABC...\n"
                      "  farthing store list --data-dir ./data\n"
                      "  farthing store update --data-dir ./data --satoshi-prices rate");
        auto& command = add(*store, "create", "Make a store and print its API key and secret once",
                            [this] { return store_create(store_); });
        add_data_dir(command, store_.data_dir, "farthing");
        add_secrets_key(command, store_.secrets_key);
        command.add_option("--name", store_.name, "What people call it")->required();
        command
            .add_option("--payout", store_.payout_address,
                        "The Stellar address (G...) that is paid")
            ->required();
        add_network(command, store_.network);
        add_satoshi_prices(command, store_.satoshi_prices)->capture_default_str();
        command.add_flag("--json", store_.json, "Print one line of JSON");
        command.footer(
            "Examples:\n  farthing store create --name \"My blog\" --payout GABC...\n"
            "  farthing store create --name \"My blog\" --payout GABC... --network live");
        add_store_list(*store);
        add_store_update(*store);
    }
    static CLI::Option* add_satoshi_prices(CLI::App& command, std::string& prices) {
        return command
            .add_option(
                "--satoshi-prices", prices,
                "What prices in satoshis (version 1 of the API) are sold at: fixed, or rate: "
                "what a lumen costs in bitcoin (docs/rates.md)")
            ->check(CLI::IsMember({"fixed", "rate"}));
    }
    void add_store_list(CLI::App& store) {
        auto& command =
            add(store, "list", "List the stores", [this] { return store_list(store_list_); });
        add_data_dir(command, store_list_.data_dir, "farthing");
        add_secrets_key(command, store_list_.secrets_key);
        command.add_flag("--json", store_list_.json, "Print one line of JSON");
        command.footer("Stop the server first.\nExample:\n  farthing store list --data-dir ./data");
    }
    void add_store_update(CLI::App& store) {
        auto& command = add(store, "update", "Change how a store sells",
                            [this] { return store_update(store_update_); });
        add_data_dir(command, store_update_.data_dir, "farthing");
        add_secrets_key(command, store_update_.secrets_key);
        command.add_option("--store", store_update_.store, "Its id (default: the only one)");
        add_satoshi_prices(command, store_update_.satoshi_prices)->required();
        command.add_flag("--json", store_update_.json, "Print one line of JSON");
        command.footer(
            "Stop the server first.\nExample:\n  farthing store update --data-dir ./data "
            "--satoshi-prices rate");
    }

    void add_payments() {
        auto* payments = add_group("payments", "Payments to the merchants",
                                   "Example:\n  farthing payments unassigned --data-dir ./data");
        auto& command = add(*payments, "unassigned", "List those that arrived and are for no order",
                            [this] { return payments_unassigned(unassigned_); });
        add_data_dir(command, unassigned_.data_dir, "farthing");
        add_secrets_key(command, unassigned_.secrets_key);
        command.add_flag("--json", unassigned_.json, "Print one line of JSON");
        command.footer(
            "The newest 10,000 of each address. Stop the server first, or ask it: GET "
            "/testnet/v2/payments/unassigned (docs/payments.md).\n"
            "Example:\n  farthing payments unassigned --data-dir ./data");
    }

    void add_stellar() {
        auto* stellar = add_group("stellar", "Look into what Stellar's programs exchange",
                                  "Examples:\n  farthing stellar inspect AAAAAgAAAABr...\n"
                                  "  farthing stellar strkey GABC...");
        add_inspect(*stellar);
        add_strkey(*stellar);
    }
    void add_inspect(CLI::App& stellar) {
        auto& command =
            add(stellar, "inspect", "Show what is in a transaction envelope or a result, as JSON",
                [this] { return stellar_inspect(inspect_); });
        command.add_option("text", inspect_.text,
                           "TransactionEnvelope or TransactionResult in base64 (default: standard "
                           "input, at most 64 KiB)");
        command
            .add_option("--network", inspect_.network,
                        "Network that hash and signatures are for: public, testnet or a passphrase")
            ->capture_default_str();
        command.footer(
            "Examples:\n  farthing stellar inspect AAAAAgAAAABr...\n"
            "  farthing stellar inspect --network public < envelope.txt\n"
            "  farthing stellar inspect AAAAAAAAAGQAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA=");
    }
    void add_strkey(CLI::App& stellar) {
        auto& command =
            add(stellar, "strkey", "Explain a key or address: G, M, S, T, X, P, C, L, B",
                [this] { return stellar_strkey(strkey_); });
        command.add_option("value", strkey_.value,
                           "The strkey (default: standard input, which keeps a secret out of the "
                           "shell's history)");
        command.footer(
            "Of a secret seed only its account is shown.\n"
            "Examples:\n  farthing stellar strkey GABC...\n  farthing stellar strkey < seed.txt");
    }

    CLI::App app_{"Farthing sells digital goods by the piece."};
    std::function<int()> command_;
    ServeOptions serve_;
    DemoOptions demo_;
    DeliverOptions deliver_;
    LedgerOptions ledger_;
    LedgerCheckOptions ledger_check_;
    CheckOptions check_;
    ChannelsOptions channels_;
    KeyRotateOptions key_rotate_;
    StoreCreateOptions store_;
    StoreListOptions store_list_;
    StoreUpdateOptions store_update_;
    GoodsOptions goods_;
    PaymentsUnassignedOptions unassigned_;
    StellarInspectOptions inspect_;
    StellarStrkeyOptions strkey_;
};

}  // namespace
}  // namespace farthing::app

int main(int argc, char** argv) {
    return farthing::app::CommandLine().run(argc, argv);
}
