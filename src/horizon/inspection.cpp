#include "horizon/inspection.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "horizon/envelope_inspection.hpp"
#include "horizon/result_inspection.hpp"
#include "stellar/envelope_xdr.hpp"
#include "stellar/result_xdr.hpp"

namespace farthing::horizon {
namespace {

using base::Errc;
using base::fail;

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

/// The type of an envelope, which only in the old form v0 is zero. A result begins with its fee,
/// whose upper half these bytes are.
constexpr std::size_t kTypeBytes = 4;

base::Result<base::Bytes> from_wrapped_base64(std::string_view text) {
    std::string dense;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (kSpace.find(text[i]) != kSpace.npos) continue;
        if (kAlphabet.find(text[i]) == kAlphabet.npos)
            return fail(Errc::invalid_request,
                        "not base64: a stranger among its letters (at byte " + std::to_string(i) +
                            " of the text)");
        dense.push_back(text[i]);
    }
    if (dense.empty()) return fail(Errc::invalid_request, "an envelope or a result expected");
    auto bytes = base::from_base64(dense);
    if (!bytes)
        return fail(Errc::invalid_request,
                    "not canonical base64: cut short, or changed at its end (" +
                        std::to_string(dense.size()) + " letters)");
    return bytes;
}

bool begins_as_envelope_only(base::ByteView xdr) {
    auto const is_zero = [](auto byte) { return byte == 0; };
    return xdr.size() >= kTypeBytes && !std::ranges::all_of(xdr.first(kTypeBytes), is_zero);
}

}  // namespace

base::Result<base::json::object> inspect(std::string_view text, std::string_view passphrase) {
    auto const xdr = from_wrapped_base64(text);
    if (!xdr) return xdr.error();
    auto const envelope = stellar::decode_envelope(*xdr);
    if (envelope) return inspect(*envelope, passphrase);
    auto const result = stellar::decode_result(*xdr);
    if (result) return inspect(*result);
    if (begins_as_envelope_only(*xdr))
        return fail(Errc::invalid_request, "not an envelope: " + envelope.error().message);
    return fail(Errc::invalid_request, "neither an envelope (" + envelope.error().message +
                                           ") nor a result (" + result.error().message + ")");
}

}  // namespace farthing::horizon
