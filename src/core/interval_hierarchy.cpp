// Hierarchies of intervals: multiples of a width, or between given bounds.
#include "core/hierarchy_rules.hpp"

#include <algorithm>
#include <limits>

namespace veil {

namespace {

using Limits = std::numeric_limits<std::int64_t>;

std::string_view written(const LabelBuffer& buffer, const char* end) noexcept {
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

char* write_number(std::int64_t number, char* out) noexcept {
    return std::to_chars(out, out + 20, number).ptr;
}

std::string_view open_interval(std::int64_t lower, LabelBuffer& buffer) noexcept {
    char* end = write_number(lower, buffer.data());
    *end++ = '+';
    return written(buffer, end);
}

// Both bounds belong to it.
std::string_view interval(std::int64_t lower, std::int64_t upper, LabelBuffer& buffer) noexcept {
    char* end = write_number(lower, buffer.data());
    if (lower == upper) {
        return written(buffer, end);
    }
    const std::string_view between = lower < 0 ? " to " : "-";
    end = std::copy(between.begin(), between.end(), end);
    return written(buffer, write_number(upper, end));
}

class IntervalHierarchy : public Hierarchy {
  public:
    [[nodiscard]] LabelOrder label_order() const noexcept final { return LabelOrder::numbers; }
    [[nodiscard]] Label text_label(std::string_view value, int level,
                                   LabelBuffer& buffer) const noexcept final {
        std::int64_t number = 0;
        auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size()) {
            return std::nullopt;
        }
        return integer_label(number, level, buffer);
    }
};

class WidthHierarchy final : public IntervalHierarchy {
  public:
    explicit WidthHierarchy(const HierarchyDefinition& definition)
        : widths_(definition.widths), least_(definition.from.value_or(Limits::min())),
          origin_(definition.from.value_or(0)), top_(definition.top) {}

    [[nodiscard]] int top_level() const noexcept override { return static_cast<int>(widths_.size()); }
    [[nodiscard]] std::size_t size() const noexcept override {
        return sizeof *this + widths_.size() * sizeof(std::int64_t);
    }

    [[nodiscard]] Label integer_label(std::int64_t value, int level,
                                      LabelBuffer& buffer) const noexcept override {
        if (level < 0 || level > top_level() || value < least_) {
            return std::nullopt;
        }
        if (level == 0) {
            return written(buffer, write_number(value, buffer.data()));
        }
        if (top_ && value >= *top_) {
            return open_interval(*top_, buffer);
        }
        const std::int64_t width = widths_[static_cast<std::size_t>(level - 1)];
        // Unsigned, where nothing overflows: how far the value is above the lower bound of its interval. Of a
        // value below the origin the distance is counted from the other side.
        const auto distance = static_cast<std::uint64_t>(width);
        const std::uint64_t above =
            value >= origin_
                ? (static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(origin_)) % distance
                : distance - 1 -
                      (static_cast<std::uint64_t>(origin_) - static_cast<std::uint64_t>(value) - 1) %
                          distance;
        const std::uint64_t below_next = distance - 1 - above;
        // An interval that the type cuts off ends with the type.
        const std::int64_t lower =
            above > static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(Limits::min())
                ? Limits::min()
                : static_cast<std::int64_t>(static_cast<std::uint64_t>(value) - above);
        std::int64_t upper =
            below_next > static_cast<std::uint64_t>(Limits::max()) - static_cast<std::uint64_t>(value)
                ? Limits::max()
                : static_cast<std::int64_t>(static_cast<std::uint64_t>(value) + below_next);
        if (top_) {
            upper = std::min(upper, *top_ - 1);
        }
        return interval(lower, upper, buffer);
    }

  private:
    std::vector<std::int64_t> widths_;
    std::int64_t least_;
    std::int64_t origin_;
    std::optional<std::int64_t> top_;
};

class BoundHierarchy final : public IntervalHierarchy {
  public:
    explicit BoundHierarchy(const HierarchyDefinition& definition) : bounds_(definition.bounds) {}

    [[nodiscard]] int top_level() const noexcept override { return static_cast<int>(bounds_.size()); }
    [[nodiscard]] std::size_t size() const noexcept override {
        std::size_t size = sizeof *this;
        for (const auto& level : bounds_) {
            size += sizeof(std::vector<std::int64_t>) + level.size() * sizeof(std::int64_t);
        }
        return size;
    }

    [[nodiscard]] Label integer_label(std::int64_t value, int level,
                                      LabelBuffer& buffer) const noexcept override {
        if (level < 0 || level > top_level() || value < bounds_.front().front()) {
            return std::nullopt;
        }
        if (level == 0) {
            return written(buffer, write_number(value, buffer.data()));
        }
        const std::vector<std::int64_t>& bounds = bounds_[static_cast<std::size_t>(level - 1)];
        const auto next = std::upper_bound(bounds.begin(), bounds.end(), value);
        return next == bounds.end() ? open_interval(bounds.back(), buffer)
                                    : interval(*(next - 1), *next - 1, buffer);
    }

  private:
    std::vector<std::vector<std::int64_t>> bounds_;
};

} // namespace

std::unique_ptr<const Hierarchy> make_interval_hierarchy(const HierarchyDefinition& definition) {
    if (definition.bounds.empty()) {
        return std::make_unique<const WidthHierarchy>(definition);
    }
    return std::make_unique<const BoundHierarchy>(definition);
}

} // namespace veil
