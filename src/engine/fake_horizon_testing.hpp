#pragma once

#include <boost/json/serialize.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/testing.hpp"
#include "engine/testing.hpp"
#include "horizon/async_submission.hpp"
#include "horizon/problem.hpp"
#include "http/request.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/network.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::engine {

/// A Horizon with a small ledger behind it that believes every envelope. A test says when it closes
/// a ledger, and what goes wrong.
class FakeHorizon {
public:
    struct Account {
        stellar::SequenceNumber sequence;
        std::int64_t stroops;
    };
    struct Taken {
        stellar::Envelope envelope;
        std::string hash;        ///< Of the envelope.
        std::string inner_hash;  ///< Of the transaction in it; the same when it is no fee-bump.
    };

    base::Result<http::ClientResponse> answer(http::ClientRequest const& request) {
        if (overload) return *overload;
        auto const path = request.url.substr(request.url.find('/', 8));
        if (path.starts_with("/transactions_async")) return submit_async(request.body);
        if (path == "/transactions") return submit_sync(request.body);
        if (path.starts_with("/transactions/")) return look_up(path.substr(14));
        if (path.starts_with("/accounts/")) return account(path.substr(10));
        if (path.starts_with("/friendbot")) return fund(path.substr(path.find('=') + 1));
        if (path == "/") return root();
        return http::ClientResponse{.status = 404};
    }

    /// Closes a ledger with all that was taken, each with this result.
    void close(stellar::TransactionResult const& result = success()) {
        ++ledger;
        clock.advance(std::chrono::seconds(5));
        for (auto const& each : taken) {
            for (auto const& hash : {each.hash, each.inner_hash})
                applied_.insert_or_assign(hash, Applied{each, ledger, of(each, result)});
        }
        taken.clear();
    }

    static stellar::TransactionResult success() {
        return {.fee_charged = 100, .operations = {{.type = stellar::kPaymentType}}};
    }

    std::size_t submissions = 0;
    std::size_t gifts = 0;
    std::size_t asked_for_gifts = 0;
    std::vector<Taken> taken;
    std::map<std::string, Account> accounts;
    std::int64_t ledger = 7;
    base::ManualClock clock;  ///< Of the ledgers.

    bool silent = false;  ///< Takes submissions, but its answers are lost.
    bool has_async = true;
    bool friendbot_works = true;
    bool friendbot_gives = true;                        ///< Otherwise it says so only.
    std::optional<stellar::TransactionResult> refusal;  ///< Of everything that is submitted.
    std::optional<http::ClientResponse> overload;       ///< The answer to everything.

private:
    struct Applied {
        Taken transaction;
        std::int64_t ledger;
        stellar::TransactionResult result;
    };
    using Response = http::ClientResponse;
    using Answer = base::Result<Response>;

    static stellar::TransactionResult of(Taken const& taken, stellar::TransactionResult result) {
        if (taken.hash == taken.inner_hash) return result;
        bool const good = result.code == stellar::TransactionCode::success;
        result.inner = {.hash = *base::array_from_hex<32>(taken.inner_hash), .code = result.code};
        result.code = good ? stellar::TransactionCode::fee_bump_inner_success
                           : stellar::TransactionCode::fee_bump_inner_failed;
        return result;
    }

    Taken read(std::string const& form) const {
        auto const text = http::form_decode(http::query_parameter(form, "tx").value);
        auto const envelope = *stellar::decode_envelope_base64(*text);
        auto const network = stellar::network_id(stellar::kTestnetPassphrase);
        auto const* bump = std::get_if<stellar::FeeBump>(&envelope);
        auto const hash = base::to_hex(stellar::hash_of(envelope, network));
        auto const inner = bump == nullptr
                               ? hash
                               : base::to_hex(stellar::hash_of(bump->inner.transaction, network));
        return {.envelope = envelope, .hash = hash, .inner_hash = inner};
    }

    Answer submit_async(std::string const& form) {
        if (!has_async) return Response{.status = 404};
        ++submissions;
        auto const transaction = read(form);
        horizon::AsyncSubmission answer{.status = horizon::AsyncStatus::pending,
                                        .hash = *base::array_from_hex<32>(transaction.hash)};
        if (refusal) {
            answer.status = horizon::AsyncStatus::error;
            answer.error = refusal;
        } else {
            taken.push_back(transaction);
        }
        if (silent) return base::fail(base::Errc::timed_out, "no answer");
        return Response{.status = http_status(answer.status),
                        .body = base::json::serialize(to_json(answer))};
    }

    Answer submit_sync(std::string const& form) {
        ++submissions;
        taken.push_back(read(form));
        return Response{.status = 504};
    }

    Answer look_up(std::string const& hash) const {
        auto const found = applied_.find(hash);
        if (found == applied_.end()) return Response{.status = 404};
        auto const& [transaction, number, result] = found->second;
        base::json::object const record{
            {"hash", hash},         {"successful", stellar::succeeded(result)},
            {"ledger", number},     {"created_at", "2026-11-22T04:00:00Z"},
            {"fee_charged", "100"}, {"result_xdr", stellar::encode_result_base64(result)}};
        return Response{.status = 200, .body = base::json::serialize(record)};
    }

    Answer account(std::string const& address) const {
        auto const found = accounts.find(address);
        if (found == accounts.end()) return Response{.status = 404};
        auto const balance = base::to_horizon_amount(base::Stroops::of(found->second.stroops));
        base::json::object const native{
            {"asset_type", "native"}, {"balance", balance}, {"selling_liabilities", "0.0000000"}};
        base::json::object const record{{"sequence", std::to_string(found->second.sequence)},
                                        {"subentry_count", 0},
                                        {"num_sponsoring", 0},
                                        {"num_sponsored", 0},
                                        {"balances", base::json::array{native}}};
        return Response{.status = 200, .body = base::json::serialize(record)};
    }

    Answer fund(std::string const& address) {
        if (!friendbot_works) return Response{.status = 503};
        constexpr std::int64_t kGift = 10'000 * base::Stroops::kPerLumen;
        ++asked_for_gifts;
        if (!friendbot_gives) return Response{.status = 200};
        auto const [account, is_new] = accounts.try_emplace(address, Account{ledger << 32, 0});
        if (!is_new && account->second.stroops >= kGift) return Response{.status = 400};
        account->second.stroops += kGift;
        ++gifts;
        return Response{.status = 200};
    }

    Answer root() const {
        base::json::object const record{
            {"network_passphrase", stellar::kTestnetPassphrase},
            {"history_latest_ledger", ledger},
            {"history_latest_ledger_closed_at", base::to_rfc3339(clock.now())}};
        return Response{.status = 200, .body = base::json::serialize(record)};
    }

    std::map<std::string, Applied> applied_;
};

}  // namespace farthing::engine
