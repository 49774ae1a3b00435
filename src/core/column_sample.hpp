// What is counted of a sample of a column's values. No value is kept, but as a number or a hash.
#pragma once

#include "core/value_form.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace veil {

class ColumnSample {
  public:
    // `forms` must outlive it.
    explicit ColumnSample(const ValueForms& forms) noexcept : forms_(&forms) {}

    void add_null() noexcept { ++nulls_; }
    // A value that is not read: it is too long, or its type is nobody's but its owner's.
    void add_unread() noexcept { ++unread_; }
    // A value as text: numbers in decimal, dates as ISO 8601. Any bytes. Throws std::bad_alloc.
    void add(std::string_view value);

    [[nodiscard]] std::size_t rows() const noexcept { return nulls_ + unread_ + values_; }
    [[nodiscard]] std::size_t values() const noexcept { return values_; }
    [[nodiscard]] std::size_t unread() const noexcept { return unread_; }
    [[nodiscard]] std::size_t distinct() const noexcept { return counts_.size(); }
    // Of the rarest value; 0 without values.
    [[nodiscard]] std::size_t rarest() const noexcept;

    // Shares, 0 to 1; 0 without rows, or values.
    [[nodiscard]] double null_share() const noexcept;
    [[nodiscard]] double distinct_share() const noexcept;
    [[nodiscard]] double share(ValueForm form) const noexcept;
    // Of the values that have any of the forms.
    [[nodiscard]] double share_of_any(ValueFormSet forms) const noexcept;
    [[nodiscard]] double mean_words() const noexcept;
    [[nodiscard]] double mean_bytes() const noexcept;

    // The number that a share of the numbers is not above; nothing where less than nine in ten values are
    // finite numbers.
    [[nodiscard]] std::optional<double> quantile(double share) const;

    // Of the values that are dates.
    struct Years {
        std::size_t dates;
        std::size_t distinct;
        unsigned first;
        unsigned last;
    };
    [[nodiscard]] Years years() const noexcept;

  private:
    const ValueForms* forms_;
    std::size_t nulls_ = 0;
    std::size_t unread_ = 0;
    std::size_t values_ = 0;
    std::uint64_t words_ = 0;
    std::uint64_t bytes_ = 0;
    // By the forms that a value has.
    std::unordered_map<ValueFormSet, std::size_t> forms_counts_;
    // By the value's hash.
    std::unordered_map<std::uint64_t, std::size_t> counts_;
    std::vector<double> numbers_;
    std::unordered_map<unsigned, std::size_t> years_;
};

} // namespace veil
