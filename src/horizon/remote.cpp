#include "horizon/remote.hpp"

#include <chrono>

#include "base/json.hpp"
#include "base/numbers.hpp"
#include "horizon/fields.hpp"

namespace farthing::horizon {
namespace {

using base::Errc;
using base::fail;
using base::Result;

/// The entry of lumens in a list of balances.
json::value const* native_balance(json::array const& balances) {
    for (auto const& balance : balances) {
        auto const* object = balance.if_object();
        auto const* type = object != nullptr ? object->if_contains("asset_type") : nullptr;
        if (type != nullptr && *type == "native") return &balance;
    }
    return nullptr;
}

Result<void> read_native_balance(json::array const& balances, RemoteAccount& out) {
    auto const* native = native_balance(balances);
    if (native == nullptr)
        return fail(Errc::invalid_request, "the account has no balance of lumens");
    auto fields = *Fields::of(*native, "the balance");
    out.balance = fields.lumens("balance");
    out.selling_liabilities = fields.lumens("selling_liabilities");
    if (fields.fault()) return *fields.fault();
    return {};
}

std::optional<stellar::TransactionResult> readable_result(std::string_view result_xdr) {
    auto result = stellar::decode_result_base64(result_xdr);
    if (!result) return std::nullopt;
    return std::move(*result);
}

}  // namespace

Result<RemoteAccount> parse_account(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto fields = Fields::of(*value, "the account");
    if (!fields) return fields.error();

    RemoteAccount out{};
    out.sequence = fields->sequence("sequence");
    out.entries = {.subentries = fields->small_number("subentry_count"),
                   .sponsoring = fields->small_number("num_sponsoring"),
                   .sponsored = fields->small_number("num_sponsored")};
    auto const* balances = fields->array("balances");
    if (fields->fault()) return *fields->fault();
    auto const read = read_native_balance(*balances, out);
    if (!read) return read.error();
    return out;
}

base::Stroops spendable(RemoteAccount const& account, base::Stroops base_reserve) {
    auto const kept = base::add(stellar::minimum_balance(account.entries, base_reserve),
                                account.selling_liabilities);
    if (!kept || *kept > account.balance) return {};
    return *base::subtract(account.balance, *kept);
}

Result<RemoteTransaction> parse_transaction(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto fields = Fields::of(*value, "the transaction");
    if (!fields) return fields.error();

    RemoteTransaction out{.hash = fields->hash("hash"),
                          .successful = fields->boolean("successful"),
                          .ledger = fields->small_number("ledger"),
                          .created_at = fields->time("created_at"),
                          .fee_charged = fields->stroops("fee_charged"),
                          .result_xdr = fields->text("result_xdr"),
                          .result = {}};
    if (fields->fault()) return *fields->fault();
    out.result = readable_result(out.result_xdr);
    if (out.result && stellar::succeeded(*out.result) != out.successful)
        return fail(Errc::invalid_request,
                    "\"successful\" and \"result_xdr\" contradict each other");
    return out;
}

Result<RemoteRoot> parse_root(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto fields = Fields::of(*value, "the root document");
    if (!fields) return fields.error();

    RemoteRoot out{.passphrase = fields->text("network_passphrase"),
                   .latest_ledger = fields->small_number("history_latest_ledger"),
                   .latest_closed_at = fields->time("history_latest_ledger_closed_at")};
    if (fields->fault()) return *fields->fault();
    return out;
}

Result<AsyncSubmission> parse_async_submission(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto fields = Fields::of(*value, "the answer");
    if (!fields) return fields.error();

    auto const status = parse_async_status(fields->text("tx_status"));
    AsyncSubmission out{.status = status.value_or(AsyncStatus::error),
                        .hash = fields->hash("hash")};
    if (status == AsyncStatus::error) out.error = readable_result(fields->text("error_result_xdr"));
    if (fields->fault()) return *fields->fault();
    if (!status) return fail(Errc::invalid_request, "unknown \"tx_status\"");
    if (out.status == AsyncStatus::error && !out.error)
        return fail(Errc::invalid_request, "\"error_result_xdr\" is not readable");
    return out;
}

Result<RemoteProblem> parse_problem(std::string_view body) {
    auto const value = base::parse_json(body);
    if (!value) return value.error();
    auto fields = Fields::of(*value, "the problem");
    if (!fields) return fields.error();

    auto const type = fields->text("type");
    RemoteProblem out{.slug = type.substr(type.rfind('/') + 1), .title = fields->text("title")};
    if (fields->fault()) return *fields->fault();
    auto const* extras = value->get_object().if_contains("extras");
    auto const* xdr = extras != nullptr && extras->is_object()
                          ? extras->get_object().if_contains("result_xdr")
                          : nullptr;
    if (xdr != nullptr && xdr->is_string()) out.result = readable_result(xdr->get_string());
    return out;
}

Result<base::Timestamp> parse_rfc3339(std::string_view text) {
    auto const bad = fail(Errc::invalid_request, "a time such as 2026-11-22T04:00:00Z expected");
    constexpr std::string_view kForm = "0000-00-00T00:00:00";
    if (text.size() <= kForm.size() || !text.ends_with('Z')) return bad;
    auto const fraction = text.substr(kForm.size(), text.size() - kForm.size() - 1);
    bool const whole = fraction.empty();
    if (!whole && (fraction.size() < 2 || fraction[0] != '.' ||
                   fraction.find_first_not_of("0123456789", 1) != fraction.npos))
        return bad;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        bool const is_digit = text[i] >= '0' && text[i] <= '9';
        if (kForm[i] == '0' ? !is_digit : text[i] != kForm[i]) return bad;
    }

    auto const number = [&](std::size_t at, std::size_t size) {
        return *base::parse_int<int>(text.substr(at, size), base::LeadingZeros::allowed);
    };
    auto const date = std::chrono::year(number(0, 4)) / number(5, 2) / number(8, 2);
    auto const hour = number(11, 2);
    auto const minute = number(14, 2);
    auto const second = number(17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return bad;
    auto const days = std::chrono::sys_days(date).time_since_epoch().count();
    return base::Timestamp::from_seconds(((std::int64_t{days} * 24 + hour) * 60 + minute) * 60 +
                                         second);
}

}  // namespace farthing::horizon
