#include "http/chunked.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace farthing::http {
namespace {

using Status = ChunkedDecoder::Status;

struct Decoded {
    Status status = Status::more;
    std::string body = {};
    std::string rest = {};
    bool operator==(Decoded const&) const = default;
};

/// Decodes `text` in pieces of `step` bytes.
Decoded decode(std::string_view text, std::size_t step, std::uint64_t limit = 100) {
    ChunkedDecoder decoder(limit);
    Decoded decoded;
    while (!text.empty() && decoded.status == Status::more) {
        auto piece = text.substr(0, step);
        auto const size = piece.size();
        decoded.status = decoder.decode(piece, decoded.body);
        text.remove_prefix(size - piece.size());
    }
    decoded.rest = text;
    return decoded;
}

TEST(Chunked, IsReadInPiecesCutAnywhere) {
    std::string_view const text = "3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\nGET /";
    for (std::size_t step = 1; step <= text.size(); ++step)
        EXPECT_EQ(decode(text, step), (Decoded{Status::done, "abc0123456789", "GET /"})) << step;
    EXPECT_EQ(decode("0\r\n\r\n", 1), (Decoded{Status::done, "", ""}));
}

TEST(Chunked, WaitsForTheRest) {
    std::string_view const text = "3\r\nabc\r\n0\r\n\r\n";
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_EQ(decode(text.substr(0, size), 100).status, Status::more) << size;
}

TEST(Chunked, IsRefusedWhenOthersCouldReadItDifferently) {
    for (std::string_view const text : std::vector<std::string_view>{"\r\n",
                                                                     "\n",
                                                                     "g\r\n",
                                                                     "-1\r\n",
                                                                     "+1\r\n",
                                                                     "0x1\r\n",
                                                                     " 1\r\n",
                                                                     "1 \r\n",
                                                                     "1\n",
                                                                     "1\r\r",
                                                                     "1\ra",
                                                                     "1;a=b\r\n",
                                                                     "1;\r\n",
                                                                     "000000001\r\n",
                                                                     "fffffffff\r\n",
                                                                     "1\r\nab",
                                                                     "1\r\na\n",
                                                                     "1\r\na\rx",
                                                                     "0\r\nX: y\r\n\r\n",
                                                                     "0\r\n\n",
                                                                     "0\r\n\rx",
                                                                     "0\n\n",
                                                                     "0;a\r\n\r\n",
                                                                     ",\r\n"})
        for (std::size_t step : {std::size_t{1}, text.size()})
            EXPECT_EQ(decode(text, step).status, Status::broken) << text;
    EXPECT_EQ(decode(std::string_view("1\0\r\n", 4), 1).status, Status::broken);
}

TEST(Chunked, StopsBeforeItTakesMoreThanTheLimit) {
    EXPECT_EQ(decode("3\r\nabc\r\n0\r\n\r\n", 1, 3).status, Status::done);
    EXPECT_EQ(decode("4\r\nabcd", 1, 3), (Decoded{Status::too_large, "", "\nabcd"}));
    EXPECT_EQ(decode("2\r\nab\r\n2\r\ncd", 1, 3).body, "ab");
    EXPECT_EQ(decode("ffffffff\r\n", 1, 3).status, Status::too_large);
}

// Property: what an encoder wrote is read back, however it is cut.
TEST(Chunked, ReadsBackWhateverWasEncoded) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 500; ++round) {
        std::string content;
        std::string text;
        for (auto chunks = random() % 5; chunks-- > 0;) {
            std::string chunk(random() % 40 + 1, 'x');
            for (auto& c : chunk) c = static_cast<char>(random());
            char size[16];
            std::snprintf(size, sizeof size, "%zx\r\n", chunk.size());
            text += size + chunk + "\r\n";
            content += chunk;
        }
        text += "0\r\n\r\n";
        ASSERT_EQ(decode(text + "rest", random() % 9 + 1, 1000),
                  (Decoded{Status::done, content, "rest"}));
    }
}

}  // namespace
}  // namespace farthing::http
