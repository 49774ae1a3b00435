// Texts with the names that are found in brackets.
#pragma once

#include <string>

namespace veil {

// The text with the names in brackets.
[[nodiscard]] std::string marked(const std::string& text);

// Of the text without brackets.
void expect_marked(const std::string& expected);

} // namespace veil
