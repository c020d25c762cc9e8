#include "receipts/receipt.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>

#include "base/digest.hpp"
#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/testing.hpp"
#include "base/vectors.hpp"

namespace {

/// How often this thread has asked for memory.
thread_local std::size_t allocations = 0;

}  // namespace

// Not inlined: g++ 12 would take the pair of malloc and delete for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (auto* memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace farthing::receipts {
namespace {

base::Secret const kSecret("jsbicjttovhgtkdtsthduxg");
constexpr auto kExpiry = base::Timestamp::from_seconds(1'503'576'849);
constexpr auto kBefore = base::Timestamp::from_seconds(1'503'576'848);
Payload const kPayload{
    .expires_at = kExpiry,
    .issued_to = "02fcfecbdab1112f424bc7615fd6669370a2776852812771c6ad5cdfe5718343d5",
    .id = "cQ6DNkWTv574eKochBveeamG66XOeILx"};

std::string sign(std::string const& payload_base64, base::Secret const& secret = kSecret) {
    auto const digest = base::sha512({base::as_bytes(payload_base64), secret.reveal_bytes()});
    return payload_base64 + "." + base::to_hex(digest);
}

/// A receipt for any text as its payload, rightly signed.
std::string signed_json(std::string_view json) {
    return sign(base::to_base64url(base::as_bytes(json)));
}

TEST(Receipt, IsTheDocumentedOneByteForByte) {
    auto const& vector = base::stellar_vectors().at("satoshipay_receipt").as_object();
    auto const documented = std::string(vector.at("payload_base64url").as_string()) + "." +
                            std::string(vector.at("documented_signature").as_string());
    EXPECT_EQ(issue(kPayload, kSecret), documented);
    EXPECT_EQ(verify(documented, kSecret, kBefore), Verdict::valid);
    EXPECT_EQ(*read(documented), kPayload);
}

TEST(Receipt, IsValidUntilTheSecondBeforeItsExpiry) {
    auto const receipt = issue(kPayload, kSecret);
    using std::chrono::milliseconds;
    EXPECT_EQ(verify(receipt, kSecret, kExpiry - milliseconds(1)), Verdict::valid);
    EXPECT_EQ(verify(receipt, kSecret, kExpiry), Verdict::expired);
    EXPECT_EQ(verify(receipt, kSecret, kExpiry + milliseconds(1)), Verdict::expired);
}

TEST(Receipt, OpensNothingUnderAnotherSecret) {
    auto const receipt = issue(kPayload, kSecret);
    EXPECT_EQ(verify(receipt, base::Secret("jsbicjttovhgtkdtsthduxh"), kBefore), Verdict::wrong);
    EXPECT_EQ(verify(receipt, base::Secret(""), kBefore), Verdict::wrong);
}

TEST(Receipt, OpensNothingThatHasNoSecret) {
    base::Secret const none("");
    EXPECT_EQ(verify(issue(kPayload, none), none, kBefore), Verdict::wrong);
    EXPECT_EQ(verify(issue(kPayload, none), base::ByteView(), kBefore), Verdict::wrong);
}

TEST(Receipt, TellsNothingOfItsPayloadWithoutTheSecret) {
    auto receipt = signed_json(R"({"exp":"never"})");
    receipt.back() = receipt.back() == '0' ? '1' : '0';
    EXPECT_EQ(verify(receipt, kSecret, kBefore), Verdict::wrong);
}

TEST(Receipt, AcceptsBothDocumentedOrdersOfKeys) {
    for (auto const* json : {R"({"exp":2000000000,"ito":"ab","jti":"cd"})",
                             R"({"ito":"ab","exp":2000000000,"jti":"cd"})"}) {
        auto const receipt = signed_json(json);
        EXPECT_EQ(verify(receipt, kSecret, kBefore), Verdict::valid) << json;
        EXPECT_EQ(read(receipt)->issued_to, "ab");
        EXPECT_EQ(read(receipt)->id, "cd");
    }
}

TEST(Receipt, RefusesEveryOtherPayloadEvenWhenRightlySigned) {
    auto const long_name = std::string(129, 'a');
    for (auto const& json : std::initializer_list<std::string>{
             "",
             "{}",
             "[]",
             "null",
             R"({"exp":"2000000000","ito":"ab","jti":"cd"})",
             R"({"exp":2e9,"ito":"ab","jti":"cd"})",
             R"({"exp":2000000000.0,"ito":"ab","jti":"cd"})",
             R"({"exp":1e400,"ito":"ab","jti":"cd"})",
             R"({"exp":-2000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":+2000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":02000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":0x77359400,"ito":"ab","jti":"cd"})",
             R"({"exp":1000000000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":99999999999999999999999999,"ito":"ab","jti":"cd"})",
             R"({"exp":,"ito":"ab","jti":"cd"})",
             R"({"exp":null,"ito":"ab","jti":"cd"})",
             R"({"exp":[2000000000],"ito":"ab","jti":"cd"})",
             R"({"exp":1,"exp":2000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":2000000000,"ito":"ab","ito":"ab","jti":"cd"})",
             R"({"exp":2000000000,"ito":"ab","jti":"cd","jti":"ef"})",
             R"({"exp":2000000000,"ito":"ab","jti":"cd","x":1})",
             R"({"x":1,"exp":2000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":2000000000,"jti":"cd","ito":"ab"})",
             R"({"jti":"cd","exp":2000000000,"ito":"ab"})",
             R"({"ito":"ab","jti":"cd","exp":2000000000})",
             R"({"exp":2000000000,"ito":"ab"})",
             R"({"exp":2000000000,"jti":"cd"})",
             R"({"ito":"ab","jti":"cd"})",
             R"({"exp":2000000000,"ito":"","jti":"cd"})",
             R"({"exp":2000000000,"ito":"ab","jti":""})",
             R"({"exp":2000000000,"ito":12,"jti":"cd"})",
             R"({"exp":2000000000,"ito":"a b","jti":"cd"})",
             R"({"exp":2000000000,"ito":"a\u0062","jti":"cd"})",
             R"({"exp":2000000000,"ito":"a\u0000","jti":"cd"})",
             std::string("{\"exp\":2000000000,\"ito\":\"a\0b\",\"jti\":\"cd\"}", 41),
             "{\"exp\":2000000000,\"ito\":\"\xc3\xa9\",\"jti\":\"cd\"}",
             R"({"exp":2000000000,"ito":")" + long_name + R"(","jti":"cd"})",
             R"({"exp":2000000000,"ito":"ab","jti":")" + long_name + R"("})",
             R"( {"exp":2000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":2000000000,"ito":"ab","jti":"cd"} )",
             R"({"exp": 2000000000,"ito":"ab","jti":"cd"})",
             R"({"exp":2000000000,"ito":"ab","jti":"cd"}{})",
             R"({"EXP":2000000000,"ito":"ab","jti":"cd"})",
             R"({'exp':2000000000,'ito':'ab','jti':'cd'})"}) {
        EXPECT_EQ(verify(signed_json(json), kSecret, kBefore), Verdict::malformed) << json;
        EXPECT_FALSE(read(signed_json(json))) << json;
    }
}

TEST(Receipt, AcceptsTheLongestNamesAndTheLatestExpiry) {
    Payload const longest{.expires_at = base::Timestamp::from_seconds(999'999'999'999'999),
                          .issued_to = std::string(128, 'f'),
                          .id = std::string(128, 'Z')};
    auto const receipt = issue(longest, kSecret);
    EXPECT_EQ(verify(receipt, kSecret, kBefore), Verdict::valid);
    EXPECT_EQ(*read(receipt), longest);
}

TEST(Receipt, HasOneSpellingOnly) {
    auto const receipt = issue(kPayload, kSecret);
    auto const point = receipt.find('.');
    auto const payload = receipt.substr(0, point);
    auto const signature = receipt.substr(point + 1);
    auto upper_case = signature;
    for (auto& c : upper_case)
        if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');

    for (auto const& text : {std::string(),
                             std::string("."),
                             payload,
                             payload + ".",
                             "." + signature,
                             payload + signature,
                             payload + "=." + signature,
                             payload + "==." + signature,
                             " " + receipt,
                             receipt + " ",
                             receipt + "\n",
                             payload + " ." + signature,
                             payload + ". " + signature,
                             payload + "." + upper_case,
                             payload + "." + signature.substr(1),
                             payload + "." + signature + "0",
                             payload + ".0" + signature,
                             receipt + ".x",
                             payload + ".." + signature,
                             payload + "." + signature.substr(0, 127) + "g",
                             std::string(100'000, 'A') + "." + signature})
        EXPECT_EQ(verify(text, kSecret, kBefore), Verdict::malformed) << text;
}

/// The last character of a base64 text whose length is not divisible by 4 holds bits that nobody
/// reads.
TEST(Receipt, RefusesEveryOtherLastCharacterEvenWhenRightlySigned) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (auto const* id : {"a", "ab", "abc"}) {
        auto const receipt = issue({kExpiry, "ab", id}, kSecret);
        auto payload = receipt.substr(0, receipt.find('.'));
        auto const last = payload.back();
        for (auto const c : kAlphabet) {
            payload.back() = c;
            auto const verdict = verify(sign(payload), kSecret, kBefore);
            EXPECT_EQ(verdict, c == last ? Verdict::valid : Verdict::malformed) << payload;
        }
    }
}

TEST(Receipt, RefusesTheStandardAlphabet) {
    auto const receipt = issue(kPayload, kSecret);
    auto payload = receipt.substr(0, receipt.find('.'));
    for (auto const c : {'+', '/', '=', '-', '_'}) {
        payload[5] = c;
        EXPECT_EQ(verify(sign(payload), kSecret, kBefore), Verdict::malformed) << c;
    }
}

// A secret that ends in another good's secret: the border between text and secret can be moved.
TEST(Receipt, DoesNotOpenTheGoodWhoseSecretIsTheEndOfItsOwn) {
    base::Secret const long_secret("ICAgsecretOfGoodB");
    base::Secret const short_secret("secretOfGoodB");
    for (auto const* id : {"a", "ab", "abc", "abcd"}) {
        auto const receipt = issue({kExpiry, "ab", id}, long_secret);
        auto const point = receipt.find('.');
        auto const moved = receipt.substr(0, point) + "ICAg" + receipt.substr(point);
        EXPECT_EQ(verify(receipt, long_secret, kBefore), Verdict::valid);
        EXPECT_EQ(verify(moved, short_secret, kBefore), Verdict::malformed);
    }
}

// Property: wherever the border is moved to, nothing opens.
TEST(Receipt, OpensNothingWhereverTheBorderIsMovedTo) {
    base::SeededRandom random(7);
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    auto const draw = [&](std::size_t size) {
        std::string text(size, 'a');
        for (auto& c : text) c = kDigits[random.bytes<1>()[0] % 62];
        return text;
    };
    for (int i = 0; i < 20'000; ++i) {
        auto const tail = draw(8);
        auto const head = draw(1 + static_cast<std::size_t>(i % 12));
        auto const receipt = issue({kExpiry, draw(4), draw(1 + static_cast<std::size_t>(i % 5))},
                                   base::Secret(head + tail));
        auto const point = receipt.find('.');
        auto const moved = receipt.substr(0, point) + head + receipt.substr(point);
        ASSERT_NE(verify(moved, base::Secret(tail), kBefore), Verdict::valid) << moved;
        ASSERT_NE(verify(receipt, base::Secret(tail), kBefore), Verdict::valid) << receipt;
    }
}

// Property: one changed bit anywhere, and the receipt opens nothing.
TEST(Receipt, OpensNothingWithOneBitChanged) {
    auto const receipt = issue(kPayload, kSecret);
    for (std::size_t i = 0; i < receipt.size(); ++i)
        for (int bit = 0; bit < 8; ++bit) {
            auto changed = receipt;
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            ASSERT_NE(verify(changed, kSecret, kBefore), Verdict::valid) << changed;
        }
}

TEST(Receipt, IsDecidedWithoutAllocatingMemory) {
    auto const valid = issue(kPayload, kSecret);
    auto const malformed = signed_json(R"({"exp":12a})");
    auto const shape = valid + "0";
    auto decide = [&] {
        return verify(valid, kSecret, kBefore) == Verdict::valid &&
               verify(malformed, kSecret, kBefore) == Verdict::malformed &&
               verify(shape, kSecret, kBefore) == Verdict::malformed;
    };
    ASSERT_TRUE(decide());  // The first call of a thread makes its hasher.
    auto const before = allocations;
    bool const decided = decide();
    EXPECT_EQ(allocations, before);
    EXPECT_TRUE(decided);
}

}  // namespace
}  // namespace farthing::receipts
