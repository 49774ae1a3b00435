// A keyed permutation of a small domain, as a table.
#pragma once

#include "core/secret.hpp"

#include <cstdint>
#include <vector>

namespace veil {

// A permutation of [0, size), drawn uniformly (up to the cipher's strength) from the key, for domains in
// which FF1 is not allowed. Fisher-Yates from the top: for i = size - 1 down to 1 swap entry i with entry j,
// j uniform in [0, i], where j = w mod (i + 1) for the next 32-bit big-endian word w of the AES-256-CTR key
// stream (counter from 0) that is below the greatest multiple of i + 1 not over 2^32. This is part of the
// pseudonyms' definition and never changes. Both directions are built at once: 8 bytes a value, cleansed at
// destruction. Any number of threads may read it.
class PermutationTable {
  public:
    // `size` is 1 to 2^20. Throws CryptoFailure if it is not or if AES is not available, std::bad_alloc.
    PermutationTable(const Key256& key, std::uint32_t size);

    // `value` must be below `size`.
    [[nodiscard]] std::uint32_t apply(std::uint32_t value) const noexcept { return forward_[value]; }
    [[nodiscard]] std::uint32_t invert(std::uint32_t value) const noexcept { return backward_[value]; }

  private:
    std::vector<std::uint32_t, CleansingAllocator<std::uint32_t>> forward_;
    std::vector<std::uint32_t, CleansingAllocator<std::uint32_t>> backward_;
};

} // namespace veil
