#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace farthing::app {

/// What is wrong with a command line that names no command where one is wanted, in one sentence
/// with those that there are. Empty: that is not what is wrong. For an app that could not be
/// parsed.
std::string mistyped_command(CLI::App const& root);

/// On standard error: a line for people, or, for a command with --json, {"error":"..."}.
void print_error(CLI::App const& root, std::string const& message);

}  // namespace farthing::app
