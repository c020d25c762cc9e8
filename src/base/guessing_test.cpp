#include "base/guessing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.hpp"
#include "base/testing.hpp"

namespace farthing::base {
namespace {

bool is_weak(std::string const& text) {
    return bits_to_guess(Secret(text)) < kWeakBits;
}

TEST(Guessing, TellsWeakSecretsFromStrongOnes) {
    for (auto const* weak : {"", "a", "n1hLnMiJwAwB", "jsbicjttovhgtkdtsthd", "DLDwYsQGromi"})
        EXPECT_TRUE(is_weak(weak)) << weak;
    for (auto const* strong :
         {"5d41402abc4b2a76b9719d911017c592",  // What the WordPress plugin makes.
          "DK7Vz0FJpUcGZmFm3mS6Tq", "jsbicjttovhgtkdtsthduxg", "n1hLnMiJwAwBqT7xVz3KpR8s",
          "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"})
        EXPECT_FALSE(is_weak(strong)) << strong;
}

TEST(Guessing, WhatRepeatsItselfCountsLittle) {
    for (auto const* weak :
         {"00000000000000000000000000000000", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "abababababababababababababababababab", "passwordpasswordpasswordpassword",
          "n1hLnMiJwAwBn1hLnMiJwAwB", "Kp4vQ8tZ-Kp4vQ8tZ-Kp4vQ8tZ-Kp4vQ8tZ"})
        EXPECT_TRUE(is_weak(weak)) << weak;
    EXPECT_TRUE(is_weak(std::string(1'000, 'x')));
}

TEST(Guessing, WhatGoesOnAsItBeganCountsLittle) {
    for (auto const* weak :
         {"12345678901234567890123456789012", "123456789012345678901234567",
          "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba", "0123456789abcdef0123456789",
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"})
        EXPECT_TRUE(is_weak(weak)) << weak;
}

TEST(Guessing, AFewWordsAreFewGuesses) {
    for (auto const* weak : {"correct horse battery staple", "Correct-Horse-Battery-Staple",
                             "this_is_the_secret_of_my_blog"})
        EXPECT_TRUE(is_weak(weak)) << weak;
    EXPECT_FALSE(is_weak("fossil umbra cradle wince tulip ombre jigsaw plank"));
    EXPECT_FALSE(is_weak("n1hLnMiJ-wAwBqT7x.Vz3KpR8s"));
}

TEST(Guessing, WhatIsAdvisedIsStrongWheneverItIsRandom) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    SeededRandom random(20261128);
    for (int i = 0; i < 2'000; ++i) {
        std::string text;
        for (auto const byte : random.bytes<24>()) text += kLetters[byte % kLetters.size()];
        EXPECT_FALSE(is_weak(text)) << text;
        EXPECT_FALSE(is_weak(to_hex(random.bytes<16>())));
        EXPECT_FALSE(is_weak(to_base64url(random.bytes<24>())));
    }
}

TEST(Guessing, LooksAtTheLongestOnesToo) {
    std::string text;
    for (int i = 0; i < 1'000; ++i) text += static_cast<char>('!' + i * i % 7);
    EXPECT_TRUE(is_weak(text));
}

}  // namespace
}  // namespace farthing::base
