#include <algorithm>

#include "sandbox/operations.hpp"
#include "sandbox/reserves.hpp"

namespace farthing::sandbox {
namespace {

using stellar::ManageDataCode;

auto find_entry(std::vector<DataEntry>& data, std::string const& name) {
    return std::ranges::find(data, name, &DataEntry::name);
}

ManageDataCode remove_entry(std::string const& name, PublicKey const& source, Accounts& accounts) {
    auto& data = accounts.change(source).options.data;
    auto const entry = find_entry(data, name);
    if (entry == data.end()) return ManageDataCode::name_not_found;
    release_entry(source, entry->sponsor, accounts);
    data.erase(entry);
    return ManageDataCode::success;
}

OperationResult add_entry(DataEntry entry, PublicKey const& source, Accounts& accounts,
                          Surroundings const& around) {
    auto const reserve = reserve_entry(source, entry.sponsor, accounts, around.sponsorships);
    if (reserve != Reserve::taken) return refusal(reserve, result_of(ManageDataCode::low_reserve));
    auto& data = accounts.change(source).options.data;
    data.insert(std::ranges::lower_bound(data, entry.name, {}, &DataEntry::name), entry);
    return result_of(ManageDataCode::success);
}

}  // namespace

ManageDataCode check(stellar::ManageData const& operation, PublicKey const&) {
    bool const is_valid = !operation.name.empty() && is_plain_text(operation.name);
    return is_valid ? ManageDataCode::success : ManageDataCode::invalid_name;
}

OperationResult apply(stellar::ManageData const& operation, PublicKey const& source,
                      Accounts& accounts, Surroundings const& around) {
    auto const& [name, value] = operation;
    if (!value) return result_of(remove_entry(name, source, accounts));
    auto& data = accounts.change(source).options.data;
    auto const entry = find_entry(data, name);
    if (entry == data.end())
        return add_entry({.name = name, .value = *value}, source, accounts, around);
    entry->value = *value;
    return result_of(ManageDataCode::success);
}

}  // namespace farthing::sandbox
