// The e-mail addresses of a row in its free text.
#pragma once

#include "core/hash_index.hpp"
#include "core/known_text.hpp"

#include <string_view>
#include <vector>

namespace veil {

class KnownAddresses {
  public:
    // Longer ones nobody has: 64 before the @ and 255 behind it.
    static constexpr std::size_t longest = 320;

    [[nodiscard]] bool empty() const { return sizes_.empty(); }
    // An address with an @ at byte `at`, of the value with this number from 0. Throws std::bad_alloc.
    void add(std::string_view address, std::size_t at, std::uint8_t value);

    // The address that begins with token i, in any case.
    [[nodiscard]] KnownPlace find_at(KnownText& text, std::size_t i) const;

  private:
    HashIndex values_; // by the address in small letters
    std::vector<std::uint16_t> sizes_;
    std::vector<bool> has_local_size_; // an address with so many bytes before the @
};

} // namespace veil
