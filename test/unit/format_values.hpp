// What the tests of formats share: applying one, and going through a whole domain.
#pragma once

#include "core/text_format.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace veil::test {

inline std::optional<std::string> mapped(const TextFormat& format, Direction direction,
                                         std::string_view value) {
    std::vector<char> out(format.largest_result(value.size()));
    const auto size = format.map(direction, value, out.data());
    if (!size)
        return std::nullopt;
    EXPECT_LE(*size, out.size());
    return std::string(out.data(), *size);
}

inline std::optional<std::string> image(const TextFormat& format, std::string_view value) {
    return mapped(format, Direction::apply, value);
}

inline std::optional<std::string> preimage(const TextFormat& format, std::string_view value) {
    return mapped(format, Direction::invert, value);
}

inline TextFormat format_of(std::string_view text) {
    return {counting_key(), text};
}

// All of these values fit, their images are the same values in another order, and the inverse gives them
// back: what a permutation of the set is.
inline void expect_permutes(const TextFormat& format, const std::vector<std::string>& domain) {
    std::set<std::string> images;
    std::size_t fixed = 0;
    for (const std::string& value : domain) {
        const auto result = image(format, value);
        ASSERT_TRUE(result) << value;
        ASSERT_EQ(preimage(format, *result), value);
        fixed += *result == value ? 1 : 0;
        images.insert(*result);
    }
    EXPECT_EQ(images, std::set<std::string>(domain.begin(), domain.end()));
    // One is expected of a random permutation.
    if (domain.size() > 20) {
        EXPECT_LT(fixed, 12U);
    }
}

inline void expect_no_fit(const TextFormat& format, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
        EXPECT_EQ(image(format, value), std::nullopt) << value;
        EXPECT_EQ(preimage(format, value), std::nullopt) << value;
    }
}

} // namespace veil::test
