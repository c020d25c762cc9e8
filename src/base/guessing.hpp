#pragma once

#include <cstddef>
#include <string_view>

#include "base/secret.hpp"

/// How well a secret resists somebody who can try guesses, as every buyer can on a receipt.
namespace farthing::base {

/// A rough estimate of the bits that one has to guess: by the kinds of characters and how many
/// different ones there are, where what repeats itself or goes on as `1234` does counts little, and
/// a phrase counts by its words. Knows no dictionary, so that `passwordofmine` looks random. From
/// some 200 bits on it does not count further.
std::size_t bits_to_guess(Secret const& secret);

/// Below this a secret is easy to guess.
constexpr std::size_t kWeakBits = 96;

/// What is surely not.
constexpr std::string_view kStrongSecret = "at least 24 random letters and digits";

}  // namespace farthing::base
