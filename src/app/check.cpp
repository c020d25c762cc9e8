#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/file_audit.hpp"
#include "app/findings.hpp"
#include "app/ledger_audit.hpp"
#include "app/ledger_comparison.hpp"
#include "app/platform.hpp"
#include "app/runtime.hpp"
#include "app/store_choice.hpp"
#include "store/data_directory.hpp"
#include "store/goods_repository.hpp"
#include "store/invariants.hpp"
#include "store/payments_repository.hpp"

namespace farthing::app {
namespace {

using payments::Finding;
using Findings = std::vector<Finding>;

constexpr char const* kLedgerFile = "ledger.db";
constexpr char const* kKeyFile = "channels.key";

/// Everything about one data directory, in the order in which it is told.
class Check {
public:
    explicit Check(CheckOptions const& options)
        : data_(options.data_dir),
          modes_(check_modes(data_.path())),
          platform_(runtime_.platform_database_options(data_, options.secrets_key),
                    store::platform_schema()) {}

    Findings run();

private:
    void check_platform();
    void check_secrets();
    void check_ledger();
    void compare(store::Database& ledger);
    void read_key();
    /// Runs `look` on the platform's database; a database that cannot be read is a finding too.
    void look(std::function<void(store::Transaction&)> look);
    void add(Findings more) { std::ranges::move(more, std::back_inserter(findings_)); }

    Runtime runtime_;
    store::DataDirectory data_;
    Finding modes_;  ///< Before anything was opened.
    store::ThreadedDatabase platform_;
    std::array<payments::Network, 2> networks_{test_network(), live_network()};
    std::optional<base::Secret> channel_key_;
    Findings findings_;
};

Findings Check::run() {
    read_key();
    check_platform();
    findings_.push_back(modes_);
    check_secrets();
    if (std::filesystem::exists(data_.file(kLedgerFile))) check_ledger();
    return std::move(findings_);
}

/// Without the key there can be no payment; but before there is a channel account there is no key.
void Check::read_key() {
    Finding finding{{"R2", "the key of the channel accounts is there"}};
    look([&](store::Transaction& transaction) {
        for (auto const& network : networks_)
            finding.looked_at +=
                store::PaymentsRepository(transaction).count_channels(network.name);
    });
    try {
        channel_key_.emplace(store::read_private_file(data_.file(kKeyFile)));
    } catch (store::StoreFailure const& failure) {
        if (finding.looked_at > 0) finding.add(failure.what());
    }
    findings_.push_back(finding);
}

void Check::look(std::function<void(store::Transaction&)> look) {
    auto const read =
        platform_.read_now<bool>([&](store::Transaction& transaction) -> base::Result<bool> {
            look(transaction);
            return true;
        });
    if (read) return;
    Finding finding{{"R2", "the database can be read"}};
    finding.add(read.error().message);
    findings_.push_back(finding);
}

void Check::check_platform() {
    look([this](store::Transaction& transaction) {
        std::vector<store::AuditedNetwork> audited;
        for (auto const& network : networks_) {
            auto keys = channel_key_
                            ? std::optional(payments::ChannelKeys(*channel_key_, network.name))
                            : std::nullopt;
            audited.push_back({network.name, {network.id, std::move(keys)}});
        }
        add(store::check_thoroughly(transaction, runtime_.clock().now(), audited));
    });
}

void Check::check_secrets() {
    SecretSearch search;
    if (channel_key_) search.add(*channel_key_);
    look([&](store::Transaction& transaction) {
        for (auto const& stored : store::GoodsRepository(transaction).shared_secrets())
            if (stored.secret) search.add(*stored.secret);
    });
    findings_.push_back(check_logs(data_.path(), search));
}

void Check::check_ledger() {
    store::ThreadedDatabase ledger(runtime_.database_options(data_.file(kLedgerFile)),
                                   store::ledger_schema());
    add(audit_ledger(ledger).findings);
    compare(ledger);
}

void Check::compare(store::Database& ledger) {
    look([&](store::Transaction& platform) {
        auto const compared = ledger.read_now<Findings>([&](store::Transaction& transaction) {
            return base::Result(compare_with_ledger(platform, transaction, test_network().name));
        });
        if (!compared) throw store::StoreFailure(compared.error().message);
        add(*compared);
    });
}

}  // namespace

int check(CheckOptions const& options) {
    existing_platform(options.data_dir);
    auto const findings = Check(options).run();
    if (options.json) {
        print_json(findings);
    } else {
        print(findings);
        std::printf("%s\n", hold(findings)
                                ? "The books are in order."
                                : "The books are NOT in order. Do not sell before a "
                                  "person has looked into it; keep a copy of the folder.");
    }
    return hold(findings) ? 0 : 1;
}

}  // namespace farthing::app
