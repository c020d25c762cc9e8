#include "base/encoding.hpp"

#include <gtest/gtest.h>

#include "base/testing.hpp"

namespace farthing::base {
namespace {

TEST(Encoding, WritesTheExamplesOfRfc4648) {
    struct Case {
        char const* bytes;
        char const* base64;
        char const* base32;
        char const* hex;
    };
    for (auto const& c : std::initializer_list<Case>{{"", "", "", ""},
                                                     {"f", "Zg==", "MY", "66"},
                                                     {"fo", "Zm8=", "MZXQ", "666f"},
                                                     {"foo", "Zm9v", "MZXW6", "666f6f"},
                                                     {"foob", "Zm9vYg==", "MZXW6YQ", "666f6f62"}}) {
        EXPECT_EQ(to_base64(as_bytes(c.bytes)), c.base64);
        EXPECT_EQ(to_base32(as_bytes(c.bytes)), c.base32);
        EXPECT_EQ(to_hex(as_bytes(c.bytes)), c.hex);
    }
}

TEST(Encoding, ReadsBackWhateverItWrote) {
    SeededRandom random;
    for (std::size_t size = 0; size < 200; ++size) {
        Bytes bytes(size);
        random.fill(bytes);
        EXPECT_EQ(*from_hex(to_hex(bytes)), bytes);
        EXPECT_EQ(*from_base64(to_base64(bytes)), bytes);
        EXPECT_EQ(*from_base64url(to_base64url(bytes)), bytes);
        EXPECT_EQ(*from_base32(to_base32(bytes)), bytes);
    }
}

TEST(Encoding, RefusesEveryOtherSpelling) {
    for (auto const* text : {"Zh==", "Zg=", "Zg", "Zg===", "Z===", "Zm9=", "Zm9v ", "Zm-v", "=Zm9"})
        EXPECT_FALSE(from_base64(text)) << text;
    for (auto const* text : {"Zh", "Zg==", "Zm9vY", "Zm+v", "Zm9v\n"})
        EXPECT_FALSE(from_base64url(text)) << text;
    for (auto const* text : {"MZ", "my", "MY======", "M", "MZX", "M1"})
        EXPECT_FALSE(from_base32(text)) << text;
    for (auto const* text : {"6", "6G", "6A", "0x66"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Encoding, RefusesToWriteBeyondTheCallersMemory) {
    ByteArray<2> small{};
    EXPECT_FALSE(base64url_into("Zm9v", small));
    EXPECT_EQ(base64url_into("Zm8", small), 2U);
}

TEST(Encoding, KnowsUtf8FromOtherBytes) {
    for (auto const* text :
         {"", "abc", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xef\xbf\xbf"})
        EXPECT_TRUE(is_utf8(text)) << text;
    for (auto const* text : {"\xc3", "\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
                             "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xe2\x82"})
        EXPECT_FALSE(is_utf8(text));
}

}  // namespace
}  // namespace farthing::base
