#include "app/command_errors.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "base/json.hpp"

namespace farthing::app {
namespace {

/// The command as far as it was understood.
CLI::App const& understood(CLI::App const& root) {
    auto const* app = &root;
    for (auto parsed = root.get_subcommands(); !parsed.empty(); parsed = app->get_subcommands())
        app = parsed.front();
    return *app;
}

std::string names_of(std::vector<CLI::App const*> const& commands) {
    std::string names;
    for (auto const* command : commands) names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

}  // namespace

std::string mistyped_command(CLI::App const& root) {
    auto const& app = understood(root);
    auto const commands = app.get_subcommands([](CLI::App const*) { return true; });
    if (commands.empty()) return {};
    auto const name = &app == &root ? "farthing" : app.get_name();
    auto const words = app.remaining();
    auto const word = std::find_if(words.begin(), words.end(),
                                   [](auto const& each) { return !each.starts_with('-'); });
    if (word != words.end())
        return "\"" + *word + "\" is no command of " + name + "; there are " + names_of(commands);
    if (app.get_require_subcommand_min() == 0) return {};
    return name + " wants a command: " + names_of(commands);
}

void print_error(CLI::App const& root, std::string const& message) {
    auto const* json = understood(root).get_option_no_throw("--json");
    if (json != nullptr && !json->empty())
        std::cerr << base::json::serialize(base::json::object{{"error", message}}) << "\n";
    else
        std::cerr << "farthing: " << message << "\n";
}

}  // namespace farthing::app
