#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "app/commands.hpp"

/// Options that several commands have. Each sets its target to what is usual, and then to what is
/// said.
namespace farthing::app {

/// The folder `name` of the user's own data.
std::filesystem::path default_data_dir(char const* name);

void add_data_dir(CLI::App& command, std::filesystem::path& target, char const* name);
void add_secrets_key(CLI::App& command, std::filesystem::path& target);
void add_passphrase(CLI::App& command, std::string& passphrase);
CLI::Option* add_network(CLI::App& command, std::string& network);
void add_ledger_close(CLI::App& command, LedgerClose& target);

/// Everything that `serve` and `demo` have in common. `data_dir` names the folder of
/// default_data_dir().
void add_serve_options(CLI::App& command, ServeOptions& options, char const* data_dir);

}  // namespace farthing::app
