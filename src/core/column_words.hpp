// Words in names of columns.
#pragma once

#include "core/column_name.hpp"

#include <span>

namespace veil {

struct ColumnWord {
    std::string_view word; // small ASCII letters and digits, without what separates its parts
    Meaning meaning;
};

extern const std::span<const ColumnWord> column_words;

} // namespace veil
