#pragma once

#include <string>
#include <vector>

#include "goods/good.hpp"

/// Shared secrets that work, but protect badly. Merchants are told, never refused: a secret belongs
/// to the files that it already protects.
namespace farthing::goods {

/// True for the 515 secrets that SatoshiPay's TYPO3 extension can make: it hashes a number up to 2
/// XOR 512, where 2 to the power of 512 was meant.
bool is_of_typo3_extension(base::Secret const& secret);

/// One line for each thing that is wrong with the good's secret, with what to do about it; looks
/// at the store's other goods too.
std::vector<std::string> warnings_about(Repository& repository, Good const& good);

}  // namespace farthing::goods
