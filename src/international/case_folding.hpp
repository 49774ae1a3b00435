// Full case folding, by ICU.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace veil::international {

// The size in bytes of the text's full default case folding (Unicode, section 3.13, toCasefold; C and F of
// CaseFolding.txt, no Turkic mappings). It is in `folded` if that is at least as large, else nothing of use
// is. Bytes that are no UTF-8 stay as they are. Nothing if the text has more than 2^31 - 1 bytes, or its
// folding has. `folded` must not overlap `text`.
[[nodiscard]] std::optional<std::size_t> fold_case(std::string_view text, std::span<char> folded) noexcept;

} // namespace veil::international
