// Answers of a Horizon that lies: whatever is in them, they are refused in a sentence, or what is
// read of them lies within its bounds.

#include "horizon/remote.hpp"

#include <algorithm>
#include <limits>

#include "base/bytes.hpp"
#include "base/ensure.hpp"
#include "horizon/remote_payment.hpp"
#include "horizon/submission.hpp"

using namespace farthing;

namespace {

/// The account whose payments are asked for; inputs name it.
constexpr std::string_view kAccount = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";

auto const kFirst = *horizon::parse_rfc3339("0000-01-01T00:00:00Z");
auto const kLast = *horizon::parse_rfc3339("9999-12-31T23:59:59Z");

template <class T>
T const* known(base::Result<T> const& read) {
    if (read) return &*read;
    base::ensure(!read.error().message.empty());
    return nullptr;
}

void check_time(base::Timestamp time) {
    base::ensure(kFirst <= time && time <= kLast && time.ms() % 1'000 == 0);
}

void check_account(std::string_view body) {
    auto const read = horizon::parse_account(body);
    auto const* account = known(read);
    if (account == nullptr) return;
    base::ensure(horizon::spendable(*account) <= account->balance);
    // The next transaction's number is one more.
    base::ensure(account->sequence >= 0 &&
                 account->sequence < std::numeric_limits<stellar::SequenceNumber>::max());
}

void check_transaction(std::string_view body) {
    auto const read = horizon::parse_transaction(body);
    auto const* transaction = known(read);
    if (transaction == nullptr) return;
    check_time(transaction->created_at);
    base::ensure(!transaction->result ||
                 stellar::succeeded(*transaction->result) == transaction->successful);
}

void check_root(std::string_view body) {
    auto const read = horizon::parse_root(body);
    if (auto const* root = known(read)) check_time(root->latest_closed_at);
}

void check_problem(std::string_view body) {
    auto const read = horizon::parse_problem(body);
    if (auto const* problem = known(read))
        base::ensure(problem->slug.find('/') == std::string::npos);
}

void check_payment(horizon::RemotePayment const& payment) {
    check_time(payment.created_at);
    auto const number = payment.position.to_number();
    base::ensure(number > 0 && horizon::HistoryPosition::from_number(number) == payment.position);
    base::ensure(payment.position.transaction > 0 && payment.position.operation > 0);
    auto const is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; };
    base::ensure(!payment.memo ||
                 std::none_of(payment.memo->begin(), payment.memo->end(), is_control));
    if (!payment.incoming) return;
    bool const is_merge = payment.incoming->kind == horizon::Incoming::Kind::account_merged;
    base::ensure(!is_merge || !payment.incoming->amount);
}

void check_payments(std::string_view body) {
    static auto const account = *stellar::PublicKey::parse(kAccount);
    auto const read = horizon::parse_payments(body, account);
    if (auto const* payments = known(read))
        for (auto const& payment : *payments) check_payment(payment);
}

void check(horizon::Submission const& submission) {
    using State = horizon::SubmissionState;
    bool const waits = submission.state == State::try_later || submission.state == State::unknown;
    base::ensure(!submission.reason.empty());
    base::ensure(submission.result.has_value() == (submission.state == State::rejected));
    base::ensure(waits == (submission.retry_after > std::chrono::seconds(0)));
    base::ensure(submission.retry_after <= std::chrono::seconds(30));
    if (submission.result) (void)horizon::is_definite(*submission.result);
}

/// The body under every status that means something, about the hash that it names itself.
void check_submission(std::string_view body) {
    stellar::TransactionHash hash{};
    if (auto const read = horizon::parse_async_submission(body)) hash = read->hash;
    if (auto const read = horizon::parse_transaction(body)) hash = read->hash;
    auto const header = body.substr(0, 20);
    for (auto const status : {200, 201, 400, 404, 409, 429, 500, 503, 504}) {
        horizon::HttpAnswer const answer{
            .status = status, .body = body, .retry_after = header, .rate_limit_reset = header};
        check(horizon::classify_async(answer, hash));
        check(horizon::classify_sync(answer, hash));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = base::as_text({data, size});
    check_account(text);
    check_transaction(text);
    check_root(text);
    check_problem(text);
    check_payments(text);
    check_submission(text);
    if (auto const time = horizon::parse_rfc3339(text)) check_time(*time);
    return 0;
}
