// Hierarchies of dates, by the calendar.
#include "core/hierarchy_rules.hpp"

#include <algorithm>
#include <limits>

namespace veil {

namespace {

// Year 0 is 1 BC.
struct CivilDate {
    std::int64_t year;
    int month;
    int day;
};

// Days are counted from March 1 of year 0, where a leap day ends its year. 2000-01-01 is day 730425 of that
// count. The 400 years of the calendar's cycle have 146097 days.
CivilDate civil_date(std::int32_t days_since_2000) noexcept {
    const std::int64_t day = std::int64_t{days_since_2000} + 730425;
    const std::int64_t cycle = (day >= 0 ? day : day - 146096) / 146097;
    const auto day_of_cycle = static_cast<int>(day - cycle * 146097);
    const int year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    const int day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const int month_from_march = (5 * day_of_year + 2) / 153;
    const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {cycle * 400 + year_of_cycle + (month <= 2 ? 1 : 0), month,
            day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

std::int64_t floor_to(std::int64_t year, std::int64_t unit) noexcept {
    const std::int64_t rest = year % unit;
    return year - (rest < 0 ? rest + unit : rest);
}

class LabelWriter {
  public:
    explicit LabelWriter(LabelBuffer& buffer) noexcept : buffer_(buffer), end_(buffer.data()) {}

    LabelWriter& text(std::string_view text) noexcept {
        end_ = std::copy(text.begin(), text.end(), end_);
        return *this;
    }
    LabelWriter& number(std::int64_t number, int digits) noexcept {
        std::array<char, 20> decimal;
        const char* decimal_end = std::to_chars(decimal.data(), decimal.data() + decimal.size(), number).ptr;
        for (auto missing = digits - (decimal_end - decimal.data()); missing > 0; --missing) {
            *end_++ = '0';
        }
        end_ = std::copy(static_cast<const char*>(decimal.data()), decimal_end, end_);
        return *this;
    }
    // Without the era.
    LabelWriter& year(std::int64_t year) noexcept { return number(year > 0 ? year : 1 - year, 4); }
    LabelWriter& era(std::int64_t year) noexcept { return text(year > 0 ? "" : " BC"); }
    // From a year to another one, both included.
    LabelWriter& years(std::int64_t first, std::int64_t last) noexcept {
        return first > 0 ? year(first).text("-").year(last)
                         : year(first).era(first).text(" to ").year(last).era(last);
    }
    [[nodiscard]] std::string_view label() const noexcept {
        return {buffer_.data(), static_cast<std::size_t>(end_ - buffer_.data())};
    }

  private:
    LabelBuffer& buffer_;
    char* end_;
};

class DateHierarchy final : public Hierarchy {
  public:
    explicit DateHierarchy(const HierarchyDefinition& definition) : levels_(definition.levels) {}

    [[nodiscard]] int top_level() const noexcept override { return static_cast<int>(levels_.size()); }
    [[nodiscard]] LabelOrder label_order() const noexcept override { return LabelOrder::dates; }
    [[nodiscard]] std::size_t size() const noexcept override {
        return sizeof *this + levels_.size() * sizeof(DateLevel);
    }

    // A text is no date: how it is to be read is a setting's matter.
    [[nodiscard]] Label text_label(std::string_view /*value*/, int /*level*/,
                                   LabelBuffer& /*buffer*/) const noexcept override {
        return std::nullopt;
    }

    [[nodiscard]] Label date_label(std::int32_t days_since_2000, int level,
                                   LabelBuffer& buffer) const noexcept override {
        using Limits = std::numeric_limits<std::int32_t>;
        if (level < 0 || level > top_level() || days_since_2000 == Limits::min() ||
            days_since_2000 == Limits::max()) {
            return std::nullopt;
        }
        const CivilDate date = civil_date(days_since_2000);
        LabelWriter writer(buffer);
        if (level == 0) {
            return writer.year(date.year)
                .text("-")
                .number(date.month, 2)
                .text("-")
                .number(date.day, 2)
                .era(date.year)
                .label();
        }
        switch (levels_[static_cast<std::size_t>(level - 1)]) {
        case DateLevel::month:
            return writer.year(date.year).text("-").number(date.month, 2).era(date.year).label();
        case DateLevel::quarter:
            return writer.year(date.year).text("-Q").number((date.month + 2) / 3, 1).era(date.year).label();
        case DateLevel::year:
            return writer.year(date.year).era(date.year).label();
        case DateLevel::decade: {
            const std::int64_t first = floor_to(date.year, 10);
            return writer.years(first, first + 9).label();
        }
        case DateLevel::century:
            break;
        }
        const std::int64_t first = floor_to(date.year - 1, 100) + 1;
        return writer.years(first, first + 99).label();
    }

  private:
    std::vector<DateLevel> levels_;
};

} // namespace

std::unique_ptr<const Hierarchy> make_date_hierarchy(const HierarchyDefinition& definition) {
    return std::make_unique<const DateHierarchy>(definition);
}

} // namespace veil
