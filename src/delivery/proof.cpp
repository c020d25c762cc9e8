#include "delivery/proof.hpp"

#include "base/digest.hpp"
#include "receipts/receipt.hpp"

namespace farthing::delivery {
namespace {

constexpr std::string_view kHeader = "X-Payment-Certificate";
constexpr std::string_view kReceipt = "paymentReceipt";
constexpr std::string_view kSecret = "paymentCert";
constexpr std::size_t kSignatureDigits = 128;

Decision judge_receipt(std::string_view text, Item const& item, base::Timestamp now) {
    switch (receipts::verify(text, item.shared_secret, now)) {
        case receipts::Verdict::valid:
            return Decision::paid;
        case receipts::Verdict::expired:
            return Decision::expired;
        case receipts::Verdict::malformed:
        case receipts::Verdict::wrong:
            return Decision::bad_receipt;
    }
    base::ensure(false);
    return Decision::bad_receipt;
}

/// By digests, so that not even the secret's length shows in the time.
bool is_secret(std::string_view text, Item const& item) {
    auto const given = base::sha256(base::as_bytes(text));
    auto const right = base::sha256(item.shared_secret.reveal_bytes());
    return base::equal_in_constant_time(given, right);
}

}  // namespace

bool looks_like_receipt(std::string_view text) {
    return text.size() > kSignatureDigits + 1 && text[text.size() - kSignatureDigits - 1] == '.';
}

Proof find_proof(http::Request const& request, std::string_view in_path) {
    using Carrier = Proof::Carrier;
    auto const receipt = http::query_parameter(request.query, kReceipt);
    auto const secret = http::query_parameter(request.query, kSecret);
    auto const headers = request.count(kHeader);
    auto const carriers = receipt.count + secret.count + headers + (in_path.empty() ? 0U : 1U);
    if (carriers == 0) return {};
    if (carriers > 1) return {.carrier = Carrier::contradictory};
    if (receipt.count == 1) return {.carrier = Carrier::receipt, .text = receipt.value};
    if (secret.count == 1) return {.carrier = Carrier::secret, .text = secret.value};
    if (headers == 1) return {.carrier = Carrier::header, .text = *request.field(kHeader)};
    return {.carrier = Carrier::receipt, .text = in_path};
}

Decision judge(Proof const& proof, Item const& item, base::Timestamp now) {
    switch (proof.carrier) {
        case Proof::Carrier::none:
            return Decision::unpaid;
        case Proof::Carrier::contradictory:
            return Decision::contradictory;
        case Proof::Carrier::receipt:
            return judge_receipt(proof.text, item, now);
        case Proof::Carrier::header:
            if (item.takes_secret && is_secret(proof.text, item)) return Decision::paid;
            return judge_receipt(proof.text, item, now);
        case Proof::Carrier::secret: {
            if (!item.takes_secret) return Decision::cert_refused;
            auto const decoded = http::form_decode(proof.text);
            bool const right = decoded && is_secret(*decoded, item);
            return right ? Decision::paid : Decision::bad_receipt;
        }
    }
    base::ensure(false);
    return Decision::bad_receipt;
}

}  // namespace farthing::delivery
