#include "base/digest.hpp"

#include <gtest/gtest.h>

#include "base/encoding.hpp"

namespace farthing::base {
namespace {

TEST(Digest, GivesTheExamplesOfFips180) {
    EXPECT_EQ(to_hex(sha256(as_bytes("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha512({as_bytes("abc")})).substr(0, 32), "ddaf35a193617abacc417349ae204131");
}

TEST(Digest, HashesPartsAsOneText) {
    EXPECT_EQ(sha512({as_bytes("a"), as_bytes(""), as_bytes("bc")}), sha512({as_bytes("abc")}));
}

}  // namespace
}  // namespace farthing::base
