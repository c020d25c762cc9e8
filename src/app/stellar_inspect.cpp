#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/stellar_input.hpp"
#include "horizon/inspection.hpp"
#include "horizon/pretty.hpp"
#include "stellar/network.hpp"

namespace farthing::app {
namespace {

/// The passphrase of a network that is known by name, or the text itself.
std::string_view passphrase_of(std::string_view network) {
    if (network == "public") return stellar::kPublicPassphrase;
    if (network == "testnet") return stellar::kTestnetPassphrase;
    return network;
}

}  // namespace

int stellar_inspect(StellarInspectOptions const& options) {
    auto const said =
        horizon::inspect(argument_or_input(options.text), passphrase_of(options.network));
    if (!said) throw std::runtime_error(said.error().message);
    std::fputs(horizon::pretty(*said).c_str(), stdout);
    return 0;
}

}  // namespace farthing::app
