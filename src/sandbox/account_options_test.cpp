#include "sandbox/account_options.hpp"

#include <gtest/gtest.h>

#include "sandbox/testing.hpp"

namespace farthing::sandbox {
namespace {

AccountOptions everything() {
    auto const sponsor = kBob.public_key();
    return {.master_weight = 255,
            .low_threshold = 1,
            .medium_threshold = 2,
            .high_threshold = 3,
            .flags = 5,
            .home_domain = "example.org",
            .inflation_destination = kCarol.public_key(),
            .signers = {{.key = kCarol.public_key(), .weight = 9, .sponsor = sponsor},
                        {.key = stellar::HashLock{{7}}}},
            .data = {{.name = "a name", .value = {1, 2, 3}},
                     {.name = "b", .value = {}, .sponsor = sponsor}},
            .sponsor = sponsor};
}

TEST(AccountOptions, ComeBackFromTheirBytes) {
    for (auto const& options : {AccountOptions(), everything()}) {
        auto const read = decode_options(encode_options(options));
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, options);
    }
}

TEST(AccountOptions, TakeNoRoomWhenTheyAreTheDefaults) {
    EXPECT_TRUE(encode_options({}).empty());
}

TEST(AccountOptions, AreRefusedWhenAnyByteIsMissing) {
    auto const bytes = encode_options(everything());
    for (std::size_t size = 4; size < bytes.size(); size += 4)
        EXPECT_FALSE(decode_options(base::ByteView(bytes).first(size))) << size;
}

}  // namespace
}  // namespace farthing::sandbox
