// Replays a folder of inputs through a fuzz target, one process for all of them. Where no libFuzzer
// is at hand, its corpus is a test like any other. An input that breaks something ends the process;
// its name is the last one printed.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> inputs_in(fs::path const& folder) {
    std::vector<fs::path> out;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

void replay(fs::path const& path) {
    std::printf("%s\n", path.filename().c_str());
    std::fflush(stdout);
    std::ifstream file(path, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    std::vector<std::uint8_t> const bytes(text.begin(), text.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: replay FOLDER\n", stderr);
        return 2;
    }
    auto const inputs = inputs_in(argv[1]);
    for (auto const& path : inputs) replay(path);
    // An empty folder would be a test of nothing.
    return inputs.empty() ? 1 : 0;
}
