#include "core/noise_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace veil {
namespace {

struct DistributionName {
    NoiseDistribution distribution;
    std::string_view name;
};

constexpr std::array<DistributionName, 3> distributions{{
    {NoiseDistribution::laplace, "laplace"},
    {NoiseDistribution::gaussian, "gaussian"},
    {NoiseDistribution::uniform, "uniform"},
}};

std::string with_scale(const NoiseForm& form) {
    std::string text(
        std::ranges::find(distributions, form.distribution, &DistributionName::distribution)->name);
    return text.append(" v1 scale ").append(std::to_string(form.scale)).append(" grid ").append(form.grid);
}

// Takes words off the start of a text.
class Reader {
  public:
    explicit Reader(std::string_view text) noexcept : rest_(text) {}

    [[nodiscard]] bool skip(std::string_view piece) noexcept {
        if (!rest_.starts_with(piece)) {
            return false;
        }
        rest_.remove_prefix(piece.size());
        return true;
    }

    [[nodiscard]] std::string_view word() noexcept {
        const std::string_view found = rest_.substr(0, rest_.find(' '));
        rest_.remove_prefix(found.size());
        return found;
    }

    template <class Integer>
    [[nodiscard]] bool read(Integer& number) noexcept {
        const std::string_view text = word();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size();
    }

    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

  private:
    std::string_view rest_;
};

} // namespace

std::optional<NoiseDistribution> parse_noise_distribution(std::string_view name) noexcept {
    const auto* found = std::ranges::find(distributions, name, &DistributionName::name);
    return found == distributions.end() ? std::nullopt : std::optional(found->distribution);
}

std::optional<NoiseForm> parse_noise_form(std::string_view text) {
    Reader reader(text);
    NoiseForm form{};
    const auto distribution = parse_noise_distribution(reader.word());
    if (!distribution || !reader.skip(" v1 scale ") || !reader.read(form.scale) ||
        form.scale < least_noise_scale || !reader.skip(" grid ")) {
        return std::nullopt;
    }
    form.distribution = *distribution;
    form.grid = reader.word();
    if (!reader.skip(" from ") || !reader.read(form.low) || !reader.skip(" to ") || !reader.read(form.high) ||
        form.low > form.high || !reader.skip(" of ")) {
        return std::nullopt;
    }
    form.variable = reader.rest();
    return form;
}

std::string to_text(const NoiseForm& form) {
    return with_scale(form)
        .append(" from ")
        .append(std::to_string(form.low))
        .append(" to ")
        .append(std::to_string(form.high))
        .append(" of ")
        .append(form.variable);
}

std::string noise_purpose(const NoiseForm& form) {
    return "noise/" + with_scale(form).append(" of ").append(form.variable);
}

} // namespace veil
