#include "core/column_sample.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

namespace veil {

namespace {

double share_of(std::size_t part, std::size_t whole) noexcept {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::size_t count_words(std::string_view value) noexcept {
    std::size_t words = 0;
    bool in_word = false;
    for (const char c : value) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        words += !is_blank && !in_word ? 1 : 0;
        in_word = !is_blank;
    }
    return words;
}

std::optional<double> finite_number(std::string_view value) noexcept {
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

// Of a date that begins with its year.
std::optional<unsigned> year_of(std::string_view value) noexcept {
    unsigned year = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), year);
    if (error != std::errc() || end == value.data() + value.size() || *end != '-' || value.front() == '-' ||
        value.ends_with(" BC") || value.size() < 10) {
        return std::nullopt;
    }
    return year;
}

} // namespace

void ColumnSample::add(std::string_view value) {
    ++values_;
    words_ += count_words(value);
    bytes_ += value.size();
    ++counts_[std::hash<std::string_view>{}(value)];
    ++forms_counts_[forms_->forms_of(value)];
    if (const auto number = finite_number(value)) {
        numbers_.push_back(*number);
    } else if (const auto year = year_of(value)) {
        ++years_[*year];
    }
}

std::size_t ColumnSample::rarest() const noexcept {
    std::size_t least = 0;
    for (const auto& [hash, count] : counts_) {
        least = least == 0 ? count : std::min(least, count);
    }
    return least;
}

double ColumnSample::null_share() const noexcept {
    return share_of(nulls_, rows());
}

double ColumnSample::distinct_share() const noexcept {
    return share_of(counts_.size(), values_);
}

double ColumnSample::share(ValueForm form) const noexcept {
    return share_of_any(bit_of(form));
}

double ColumnSample::share_of_any(ValueFormSet forms) const noexcept {
    std::size_t having = 0;
    for (const auto& [set, count] : forms_counts_) {
        having += (set & forms) != 0 ? count : 0;
    }
    return share_of(having, values_);
}

double ColumnSample::mean_words() const noexcept {
    return values_ == 0 ? 0 : static_cast<double>(words_) / static_cast<double>(values_);
}

double ColumnSample::mean_bytes() const noexcept {
    return values_ == 0 ? 0 : static_cast<double>(bytes_) / static_cast<double>(values_);
}

std::optional<double> ColumnSample::quantile(double share) const {
    if (numbers_.empty() || numbers_.size() * 10 < values_ * 9) {
        return std::nullopt;
    }
    std::vector<double> sorted = numbers_;
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(sorted.begin(), nth, sorted.end());
    return *nth;
}

ColumnSample::Years ColumnSample::years() const noexcept {
    Years result{0, years_.size(), 0, 0};
    for (const auto& [year, count] : years_) {
        result.first = result.dates == 0 ? year : std::min(result.first, year);
        result.last = std::max(result.last, year);
        result.dates += count;
    }
    return result;
}

} // namespace veil
