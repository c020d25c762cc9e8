#include "app/sealing_key.hpp"

#include <gtest/gtest.h>

#include <string>

namespace farthing::app {
namespace {

TEST(SealingKey, AKeyIsNotTakenForAFileHoweverItIsWritten) {
    std::string const key(64, 'a');
    for (auto const& text : {key, key + "\n", key + "\n" + key, key + " " + key, "key=" + key,
                             "\"" + key + "\"", std::string(63, '0'), std::string(65, 'F')})
        EXPECT_TRUE(looks_like_key(text)) << text;
    for (auto const& text : {"secrets.key", "/run/secrets/farthing", "k", ""})
        EXPECT_FALSE(looks_like_key(text)) << text;
    EXPECT_FALSE(looks_like_key("./" + key));
    EXPECT_FALSE(looks_like_key("/run/" + key + "/secrets.key"));
}

}  // namespace
}  // namespace farthing::app
