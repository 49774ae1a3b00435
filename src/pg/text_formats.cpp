#include "pg/text_formats.hpp"

#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/phone_permutation.hpp"
#include "pg/international.hpp"

namespace veil::pg {

namespace {

// "phone" and "phone region=NL".
class PhoneMapping final : public TextMapping {
  public:
    PhoneMapping(const Key256& key, std::string_view region) : permutation_(key, region, phone_library()) {}

    [[nodiscard]] std::size_t largest_result(std::size_t) const noexcept override { return longest; }

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override {
        const auto image =
            direction == Direction::apply ? permutation_.apply(value) : permutation_.invert(value);
        if (!image || image->size() > longest) {
            return std::nullopt;
        }
        std::copy(image->begin(), image->end(), out);
        return image->size();
    }

  private:
    // What libphonenumber writes has less than half.
    static constexpr std::size_t longest = 250;

    PhonePermutation permutation_;
};

} // namespace

TextFormat make_text_format(const Key256& key, std::string_view format) {
    FormatText parsed = parse_format_text(format);
    if (parsed.name != "phone") {
        return TextFormat(key, format);
    }
    const bool encrypts_misfits = take_encrypts_misfits(parsed);
    require_options(parsed, {"region"});
    const std::string_view region = parsed.option("region", "");
    if (parsed.options.contains("region") && !phone_library().has_region(region)) {
        throw InvalidFormat("the option region is the two-letter code of a country");
    }
    return TextFormat(key, encrypts_misfits,
                      std::make_unique<PhoneMapping>(part_key(key, "mapping"), region));
}

} // namespace veil::pg
