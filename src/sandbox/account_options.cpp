#include "sandbox/account_options.hpp"

#include "sandbox/rules.hpp"
#include "stellar/operation_xdr.hpp"
#include "stellar/signer_xdr.hpp"
#include "stellar/xdr.hpp"

namespace farthing::sandbox {
namespace {

using stellar::XdrReader;
using stellar::XdrWriter;
using Sponsor = std::optional<stellar::PublicKey>;

void write_key(XdrWriter& out, Sponsor const& key) {
    out.flag(key.has_value());
    if (key) stellar::write_account(out, *key);
}

Sponsor read_key(XdrReader& in) {
    if (!in.flag("a key")) return std::nullopt;
    return stellar::read_account(in);
}

std::uint8_t read_weight(XdrReader& in) {
    auto const weight = in.u32();
    if (weight > 255) in.reject("a weight is at most 255");
    return static_cast<std::uint8_t>(weight);
}

void write_signer(XdrWriter& out, AccountSigner const& signer) {
    stellar::write_signer_key(out, signer.key);
    out.u32(signer.weight);
    write_key(out, signer.sponsor);
}

AccountSigner read_signer(XdrReader& in) {
    AccountSigner out{.key = stellar::read_signer_key(in)};
    out.weight = read_weight(in);
    out.sponsor = read_key(in);
    return out;
}

void write_entry(XdrWriter& out, DataEntry const& entry) {
    out.opaque(base::as_bytes(entry.name));
    out.opaque(entry.value);
    write_key(out, entry.sponsor);
}

DataEntry read_entry(XdrReader& in) {
    auto const name = in.opaque(stellar::kMaxDataName, "bytes of a name");
    DataEntry out{.name = std::string(base::as_text(name))};
    out.value = in.opaque(stellar::kMaxDataValue, "bytes of a value");
    out.sponsor = read_key(in);
    return out;
}

}  // namespace

base::Bytes encode_options(AccountOptions const& options) {
    if (options == AccountOptions()) return {};
    XdrWriter out;
    for (auto const weight : {options.master_weight, options.low_threshold,
                              options.medium_threshold, options.high_threshold})
        out.u32(weight);
    out.u32(options.flags);
    out.opaque(base::as_bytes(options.home_domain));
    write_key(out, options.inflation_destination);
    write_key(out, options.sponsor);
    out.count(options.signers.size());
    for (auto const& signer : options.signers) write_signer(out, signer);
    out.count(options.data.size());
    for (auto const& entry : options.data) write_entry(out, entry);
    return out.take();
}

base::Result<AccountOptions> decode_options(base::ByteView bytes) {
    AccountOptions out;
    if (bytes.empty()) return out;
    XdrReader in(bytes);
    for (auto* weight :
         {&out.master_weight, &out.low_threshold, &out.medium_threshold, &out.high_threshold})
        *weight = read_weight(in);
    out.flags = in.u32();
    auto const domain = in.opaque(stellar::kMaxHomeDomain, "bytes of a home domain");
    out.home_domain = base::as_text(domain);
    out.inflation_destination = read_key(in);
    out.sponsor = read_key(in);
    auto const signers = in.count(kMaxSigners, "signers");
    for (std::uint32_t i = 0; i < signers && in.ok(); ++i) out.signers.push_back(read_signer(in));
    auto const entries = in.count(kMaxSubentries, "data entries");
    for (std::uint32_t i = 0; i < entries && in.ok(); ++i) out.data.push_back(read_entry(in));
    auto const done = in.finish();
    if (!done) return done.error();
    return out;
}

}  // namespace farthing::sandbox
