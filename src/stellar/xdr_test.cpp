#include "stellar/xdr.hpp"

#include <gtest/gtest.h>

namespace farthing::stellar {
namespace {

TEST(Xdr, ReadsWhatItWrote) {
    XdrWriter out;
    out.u32(0x01020304);
    out.i32(-2);
    out.u64(0x0102030405060708);
    out.i64(-3);
    out.flag(true);
    out.opaque(base::as_bytes("hello"));
    out.raw(base::as_bytes("abcd"));
    auto const bytes = out.take();

    XdrReader in(bytes);
    EXPECT_EQ(in.u32(), 0x01020304U);
    EXPECT_EQ(in.i32(), -2);
    EXPECT_EQ(in.u64(), 0x0102030405060708U);
    EXPECT_EQ(in.i64(), -3);
    EXPECT_TRUE(in.flag("x"));
    EXPECT_EQ(base::as_text(in.opaque(5, "x")), "hello");
    EXPECT_EQ(base::as_text(in.fixed<4>()), "abcd");
    EXPECT_TRUE(in.finish());
}

TEST(Xdr, WritesBigEndianAndPadsWithZeros) {
    XdrWriter out;
    out.opaque(base::as_bytes("a"));
    EXPECT_EQ(out.take(), (base::Bytes{0, 0, 0, 1, 'a', 0, 0, 0}));
}

TEST(Xdr, StaysWithItsFirstFaultAndGivesZeros) {
    base::Bytes const bytes{0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff};
    XdrReader in(bytes);
    EXPECT_FALSE(in.flag("the colour"));
    EXPECT_EQ(in.u32(), 0U);
    EXPECT_EQ(in.u64(), 0U);
    in.reject("something later");
    EXPECT_EQ(in.finish().error().message,
              "invalid XDR: the flag of the colour must be 0 or 1, not 2 (at byte 0)");
}

TEST(Xdr, ChecksCountsBeforeItAllocates) {
    base::Bytes const bytes{0xff, 0xff, 0xff, 0xff};
    XdrReader in(bytes);
    EXPECT_TRUE(in.opaque(64, "bytes of a signature").empty());
    EXPECT_EQ(in.status().error().message,
              "invalid XDR: 4294967295 is too many for bytes of a signature, at most 64 are "
              "allowed (at byte 0)");
}

TEST(Xdr, BoundsACountWithoutMaximumByWhatIsLeft) {
    base::Bytes const bytes{0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0};
    XdrReader in(bytes);
    EXPECT_EQ(in.count_of_rest("things"), 2U);
    EXPECT_EQ(in.count_of_rest("things"), 0U);
    EXPECT_EQ(in.status().error().message,
              "invalid XDR: the data is too short for 3 things (at byte 4)");
}

TEST(Xdr, ReadsAChoiceFrom0ToItsLast) {
    base::Bytes const bytes{0, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff};
    XdrReader in(bytes);
    EXPECT_EQ(in.choice(0, "colour"), 0);
    EXPECT_EQ(in.choice(3, "colour"), 3);
    EXPECT_EQ(in.choice(3, "colour"), 0);
    EXPECT_EQ(in.status().error().message, "invalid XDR: unknown colour -1 (at byte 8)");
    XdrReader above(base::ByteView(bytes).subspan(4));
    EXPECT_EQ(above.choice(2, "colour"), 0);
    EXPECT_FALSE(above.ok());
}

TEST(Xdr, SkipsWhatItWouldRead) {
    XdrWriter out;
    out.opaque(base::as_bytes("hello"));
    out.u64(1);
    out.u32(2);
    auto const bytes = out.take();
    XdrReader in(bytes);
    in.skip_opaque(5, "it");
    in.skip(8);
    EXPECT_EQ(in.u32(), 2U);
    EXPECT_TRUE(in.finish());
    XdrReader short_of_one(base::ByteView(bytes).first(8));
    short_of_one.skip_opaque(4, "bytes of it");
    EXPECT_EQ(short_of_one.status().error().message,
              "invalid XDR: 5 is too many for bytes of it, at most 4 are allowed (at byte 0)");
}

TEST(Xdr, RefusesPaddingThatIsNotZero) {
    for (std::size_t i = 5; i < 8; ++i) {
        base::Bytes bytes{0, 0, 0, 1, 'a', 0, 0, 0};
        bytes[i] = 1;
        XdrReader in(bytes);
        in.opaque(8, "it");
        EXPECT_EQ(in.finish().error().message,
                  "invalid XDR: the padding of it must be zero (at byte 5)");
    }
}

TEST(Xdr, RefusesWhatIsTruncatedAndWhatIsLeftOver) {
    base::Bytes const bytes{0, 0, 0, 1, 0};
    XdrReader left_over(bytes);
    left_over.u32();
    EXPECT_EQ(left_over.finish().error().message, "invalid XDR: 1 bytes are left over (at byte 4)");
    XdrReader truncated(bytes);
    truncated.u32();
    truncated.u32();
    EXPECT_EQ(truncated.finish().error().message, "invalid XDR: the data is truncated (at byte 4)");
}

}  // namespace
}  // namespace farthing::stellar
