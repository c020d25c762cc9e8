#include <cstdio>
#include <stdexcept>

#include "app/commands.hpp"
#include "app/stellar_input.hpp"
#include "horizon/pretty.hpp"
#include "horizon/strkey_explanation.hpp"

namespace farthing::app {

int stellar_strkey(StellarStrkeyOptions const& options) {
    auto const said = horizon::explain_strkey(argument_or_input(options.value));
    if (!said) throw std::runtime_error(said.error().message);
    std::fputs(horizon::pretty(*said).c_str(), stdout);
    return 0;
}

}  // namespace farthing::app
