#include <boost/json/serialize.hpp>
#include <cstdio>

#include "app/commands.hpp"
#include "app/market.hpp"
#include "app/store_choice.hpp"
#include "base/json.hpp"
#include "engine/channel_keeper.hpp"

namespace farthing::app {
namespace {

/// Without the lock on the folder if the key is there already: a server may be running.
payments::ChannelKeys keys_of(ChannelsOptions const& options) {
    auto const folder = existing_platform(options.data_dir);
    auto const file = folder / "channels.key";
    if (std::filesystem::exists(file))
        return {base::Secret(store::read_private_file(file)), options.network};
    base::SystemRandom random;
    return channel_keys(store::DataDirectory(folder), random, options.network);
}

void print_json(std::vector<std::string> const& addresses, std::string const& amount) {
    base::json::array array;
    for (auto const& address : addresses)
        array.push_back(base::json::object{{"account", address}, {"needs", amount}});
    std::printf("%s\n", base::json::serialize(array).c_str());
}

void print_for_people(std::vector<std::string> const& addresses, std::string const& amount) {
    std::printf(
        "These accounts pay the network's fees for readers, one for each payment under way.\n"
        "Send %s XLM or more to each; what is not used stays yours.\n\n",
        amount.c_str());
    for (auto const& address : addresses) std::printf("  %s\n", address.c_str());
}

}  // namespace

int channels(ChannelsOptions const& options) {
    auto const keys = keys_of(options);
    auto const amount = base::to_lumens(engine::ChannelKeeper::kOpening);
    std::vector<std::string> addresses;
    for (payments::ChannelNumber number = 1; number <= options.count; ++number)
        addresses.push_back(keys.key(number).address());
    options.json ? print_json(addresses, amount) : print_for_people(addresses, amount);
    return 0;
}

}  // namespace farthing::app
