// A quantile that is nobody's value: the mean over the subjects around its place, instead of the one or two
// rows that stand there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace veil {

struct SubjectValue {
    double value;          // any number but NaN
    std::uint64_t subject; // a hash

    // By value; rows of one value in an order that is not that of the table.
    friend bool operator<(const SubjectValue& left, const SubjectValue& right) noexcept {
        return left.value < right.value || (left.value == right.value && left.subject < right.subject);
    }
};

// Rows that are sorted, wherever they are. Throws what reading them throws.
class SortedRows {
  public:
    virtual ~SortedRows() = default;
    [[nodiscard]] virtual std::size_t size() const = 0;
    // The next row, of size() rows.
    [[nodiscard]] virtual SubjectValue next() = 0;
};

// The rows are cut into blocks of `threshold` different subjects, from the least on, as in microaggregation;
// of the block in which row fraction * (n - 1) stands, the mean over its subjects of each one's mean there.
// Nothing of the first block and the last, which hold the extremes. Since blocks have no row in common,
// quantiles of other fractions tell no more of a row than this one: of windows around the row itself, two
// that are next to one another would tell the rows that they do not share. fraction: 0 ... 1.
[[nodiscard]] std::optional<double> smoothed_quantile(SortedRows& rows, double fraction,
                                                      std::uint32_t threshold);

} // namespace veil
