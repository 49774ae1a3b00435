// Names without capitals, or where capitals say nothing.
#pragma once

#include "core/name_window.hpp"

namespace veil {

struct SmallName {
    std::size_t end; // behind the last word
    std::uint8_t confidence;
};

// The name in small letters that begins with word i; one that ends at i for none.
[[nodiscard]] SmallName small_name_at(const NameWindow& words, std::size_t i);

} // namespace veil
