#include "app/file_audit.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace farthing::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShortestSecret = 8;
constexpr std::size_t kSignatureDigits = 128;

bool is_private_file(fs::path const& file) {
    static constexpr std::array<std::string_view, 4> kEndings{".db", ".db-wal", ".db-shm", ".key"};
    return std::ranges::find(kEndings, file.extension().string()) != kEndings.end();
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool holds_signature(std::string_view line) {
    std::size_t run = 0;
    for (auto const c : line) {
        run = is_hex(c) ? run + 1 : 0;
        if (run == kSignatureDigits) return true;
    }
    return false;
}

std::vector<fs::path> files_in(fs::path const& folder, bool (*fits)(fs::path const&)) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file() && fits(entry.path())) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

}  // namespace

void SecretSearch::add(base::Secret const& secret) {
    if (secret.reveal().size() < kShortestSecret) return;
    secrets_.emplace(secret.reveal());
    lengths_.insert(secret.reveal().size());
}

/// For each length there is one look-up at every place, however many secrets there are.
bool SecretSearch::finds_any_in(std::string_view line) const {
    if (holds_signature(line)) return true;
    for (auto const length : lengths_)
        for (std::size_t at = 0; at + length <= line.size(); ++at)
            if (secrets_.contains(line.substr(at, length))) return true;
    return false;
}

payments::Finding check_modes(fs::path const& folder) {
    payments::Finding finding{{"S3", "databases and keys are for their owner only"}};
    constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
    for (auto const& file : files_in(folder, is_private_file)) {
        ++finding.looked_at;
        if ((fs::status(file).permissions() & kOthers) != fs::perms::none)
            finding.add(file.filename().string() + ": run chmod go= " + file.string());
    }
    return finding;
}

payments::Finding check_logs(fs::path const& folder, SecretSearch const& search) {
    payments::Finding finding{{"S3", "no secret and no receipt stands in a log"}};
    auto const is_log = [](fs::path const& file) { return file.extension() == ".log"; };
    for (auto const& file : files_in(folder, is_log)) {
        std::ifstream in(file);
        std::int64_t number = 0;
        for (std::string line; std::getline(in, line);) {
            ++number;
            if (search.finds_any_in(line))
                finding.add(file.filename().string() + ", line " + std::to_string(number));
        }
        finding.looked_at += number;
    }
    return finding;
}

}  // namespace farthing::app
