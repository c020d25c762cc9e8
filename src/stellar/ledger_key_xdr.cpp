#include "stellar/ledger_key_xdr.hpp"

#include "stellar/contract_value_xdr.hpp"
#include "stellar/operation_xdr.hpp"

namespace farthing::stellar {
namespace {

constexpr std::size_t kHashBytes = 32;

/// LedgerEntryType.
enum class EntryType : std::int32_t {
    account = 0,
    trust_line = 1,
    offer = 2,
    data = 3,
    claimable_balance = 4,
    liquidity_pool = 5,
    contract_data = 6,
    contract_code = 7,
    config_setting = 8,
    time_to_live = 9,
};
constexpr auto kLastEntryType = static_cast<std::int32_t>(EntryType::time_to_live);

/// ContractDataDurability: temporary or persistent.
constexpr std::int32_t kLastDurability = 1;
/// ConfigSettingID, whose last is CONFIG_SETTING_FREEZE_BYPASS_TXS_DELTA.
constexpr std::int32_t kLastConfigSetting = 20;

void skip_contract_data(XdrReader& in) {
    skip_contract_address(in);
    skip_value(in);
    (void)in.choice(kLastDurability, "durability");
}

/// AssetType of a share in a liquidity pool.
constexpr std::int32_t kPoolShare = 3;

/// TrustLineAsset.
void skip_trust_line_asset(XdrReader& in) {
    auto const type = in.i32();
    if (type == kPoolShare) return in.skip(kHashBytes);
    (void)read_asset(in, type);
}

}  // namespace

void skip_ledger_key(XdrReader& in) {
    switch (static_cast<EntryType>(in.choice(kLastEntryType, "type of ledger entry"))) {
        case EntryType::account:
            return (void)read_account(in);
        case EntryType::trust_line:
            (void)read_account(in);
            return skip_trust_line_asset(in);
        case EntryType::offer:
            (void)read_account(in);
            return in.skip(8);
        case EntryType::data:
            (void)read_account(in);
            return in.skip_opaque(kMaxDataName, "bytes of a data entry's name");
        case EntryType::claimable_balance:
            return skip_claimable_balance_id(in);
        case EntryType::liquidity_pool:
        case EntryType::contract_code:
        case EntryType::time_to_live:
            return in.skip(kHashBytes);
        case EntryType::contract_data:
            return skip_contract_data(in);
        case EntryType::config_setting:
            return (void)in.choice(kLastConfigSetting, "setting of the network");
    }
}

}  // namespace farthing::stellar
