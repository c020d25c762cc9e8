#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

/// Strkeys (SEP-23): base32 without padding of a version byte, a payload and their CRC16-XMODEM.
namespace farthing::stellar {

enum class StrkeyKind {
    account,            ///< G, 32 bytes
    secret_seed,        ///< S, 32 bytes
    muxed_account,      ///< M, 32 key bytes, then the id as 8 bytes big-endian
    pre_auth_tx,        ///< T, 32 bytes
    sha256_hash,        ///< X, 32 bytes
    signed_payload,     ///< P, 32 key bytes, 4 of length, the payload padded with zeros to 4
    contract,           ///< C, 32 bytes
    liquidity_pool,     ///< L, 32 bytes
    claimable_balance,  ///< B, 33 bytes, of which the first is 0
};

struct Strkey {
    StrkeyKind kind;
    base::Bytes payload;
    bool operator==(Strkey const&) const = default;
};

/// invalid_request saying what is wrong: length, alphabet, checksum, version, unused bits or
/// padding.
base::Result<Strkey> parse_strkey(std::string_view text);

std::string to_strkey(StrkeyKind kind, base::ByteView payload);

}  // namespace farthing::stellar
