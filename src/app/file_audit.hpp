#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "payments/finding.hpp"

namespace farthing::app {

/// Looks for secrets in lines of text: texts that it was given, and what looks like the signature
/// of a receipt, 128 hex digits in a row.
class SecretSearch {
public:
    /// One of less than 8 characters is passed over: it would be found everywhere.
    void add(base::Secret const& secret);
    std::size_t size() const { return secrets_.size(); }
    bool finds_any_in(std::string_view line) const;

private:
    std::set<std::string, std::less<>> secrets_;
    std::set<std::size_t> lengths_;
};

/// Whether databases and keys in the folder are for their owner only.
payments::Finding check_modes(std::filesystem::path const& folder);

/// Looks for secrets in all logs (`*.log`) of the folder. Names file and line, never what stands
/// there.
payments::Finding check_logs(std::filesystem::path const& folder, SecretSearch const& search);

}  // namespace farthing::app
