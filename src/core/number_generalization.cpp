#include "core/number_generalization.hpp"

namespace veil {

DecimalStep decimal_step(double width) noexcept {
    constexpr int most_decimals = std::numeric_limits<double>::digits10;
    constexpr double exact_integers = 0x1p53;
    double scale = 1.0;
    for (int decimals = 0; decimals <= most_decimals; ++decimals) {
        const double scaled = width * scale;
        if (scaled >= exact_integers) {
            break;
        }
        const double numerator = std::floor(scaled + 0.5);
        if (numerator / scale == width) {
            return {width, numerator, scale};
        }
        scale *= 10.0;
    }
    return {width, width, 1.0};
}

} // namespace veil
