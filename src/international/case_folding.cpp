#include "international/case_folding.hpp"

#include <unicode/casemap.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace veil::international {

std::optional<std::size_t> fold_case(std::string_view text, std::span<char> folded) noexcept {
    constexpr std::size_t largest = std::numeric_limits<std::int32_t>::max();
    if (text.size() > largest) {
        return std::nullopt;
    }
    // What does not fit is counted on, and reported as an overflow of the buffer, not as a failure.
    const auto capacity = static_cast<std::int32_t>(std::min(folded.size(), largest));
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t size =
        icu::CaseMap::utf8Fold(U_FOLD_CASE_DEFAULT, text.data(), static_cast<std::int32_t>(text.size()),
                               folded.data(), capacity, nullptr, status);
    if (size < 0 || (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR)) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(size);
}

} // namespace veil::international
