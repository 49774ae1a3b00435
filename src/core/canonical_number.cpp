#include "core/canonical_number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <string_view>
#include <system_error>

namespace veil {
namespace {

// Appends to storage that is known to suffice.
class Writer {
  public:
    explicit Writer(char* out) noexcept : start_(out), end_(out) {}

    void text(std::string_view piece) noexcept { end_ = std::ranges::copy(piece, end_).out; }
    void zeros(int count) noexcept { end_ = std::fill_n(end_, std::max(count, 0), '0'); }
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(end_ - start_); }

  private:
    char* start_;
    char* end_;
};

} // namespace

std::size_t write_canonical_double(double value, std::span<char, longest_canonical_double> out) noexcept {
    Writer writer(out.data());
    if (std::isnan(value)) {
        writer.text("NaN");
        return writer.size();
    }
    if (value < 0)
        writer.text("-");
    if (std::isinf(value)) {
        writer.text("Infinity");
        return writer.size();
    }
    if (value == 0) {
        writer.text("0");
        return writer.size();
    }
    // d[.d...]e+XX: the shortest digits, and an exponent of two or three.
    std::array<char, 32> scientific{};
    const auto written = std::to_chars(scientific.data(), scientific.data() + scientific.size(),
                                       std::fabs(value), std::chars_format::scientific);
    if (written.ec != std::errc())
        std::terminate();
    const std::string_view text(scientific.data(), static_cast<std::size_t>(written.ptr - scientific.data()));
    const std::size_t mark = text.find('e');
    std::array<char, 20> digits{};
    digits[0] = text[0];
    const std::string_view fraction = mark > 2 ? text.substr(2, mark - 2) : std::string_view{};
    std::ranges::copy(fraction, digits.begin() + 1);
    const auto count = static_cast<int>(1 + fraction.size());
    int exponent = 0;
    std::from_chars(&text[mark + 2], text.data() + text.size(), exponent);
    if (text[mark + 1] == '-')
        exponent = -exponent;

    // The point stands behind exponent + 1 digits.
    const std::string_view all(digits.data(), static_cast<std::size_t>(count));
    const int whole = exponent + 1;
    if (whole <= 0) {
        writer.text("0.");
        writer.zeros(-whole);
        writer.text(all);
    } else {
        const auto split = static_cast<std::size_t>(std::min(whole, count));
        writer.text(all.substr(0, split));
        writer.zeros(whole - count);
        if (whole < count) {
            writer.text(".");
            writer.text(all.substr(split));
        }
    }
    return writer.size();
}

} // namespace veil
