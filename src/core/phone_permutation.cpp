#include "core/phone_permutation.hpp"

#include "core/format_text.hpp"

#include <algorithm>
#include <bit>
#include <span>

namespace veil {

namespace {

// FF1 is not safe on less than a million values (SP 800-38G Rev. 1, draft, section 5).
constexpr unsigned fewest_bits = 20;
// The longest text that libphonenumber reads has 250 characters; what is written for the at most 20 digits of
// a number has less than half. Nothing longer is read, so nothing longer is a result.
constexpr std::size_t longest_text = 100;
constexpr std::size_t longest_calling_code = 3;

// Nearly all valid numbers are read again from how they are written. Where they are not, this ends the
// search; a text that is so many steps from the next does not fit, nor does the next when it is undone.
constexpr unsigned most_steps = 100;

constexpr std::size_t tweak_size = 8;
using Tweak = std::array<std::uint8_t, tweak_size>;

// Calling code, region, type, length. Part of the pseudonyms' definition, as is their order by rank.
Tweak tweak_of(std::int32_t calling_code, const NumberingPlan::Class& numbers) noexcept {
    Tweak tweak{};
    tweak[0] = static_cast<std::uint8_t>(calling_code >> 8);
    tweak[1] = static_cast<std::uint8_t>(calling_code);
    for (std::size_t i = 0; i < std::min<std::size_t>(numbers.region.size(), 3); ++i) {
        tweak[2 + i] = static_cast<std::uint8_t>(numbers.region[i]);
    }
    tweak[5] = static_cast<std::uint8_t>(numbers.type);
    tweak[6] = static_cast<std::uint8_t>(numbers.length);
    return tweak;
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
    return digits;
}

} // namespace

PhonePermutation::PhonePermutation(const Key256& key, std::string_view region, PhoneLibrary& library)
    : region_(region), library_(library) {
    std::ranges::copy(key.bytes(), key_.bytes().begin());
}

std::size_t PhonePermutation::largest_result(std::size_t /*size*/) const noexcept {
    return longest_text;
}

std::optional<std::size_t> PhonePermutation::map(Direction direction, std::string_view value,
                                                 char* out) const {
    const auto result = image(direction, value);
    return result ? std::optional(result->copy(out, longest_text)) : std::nullopt;
}

std::optional<std::string> PhonePermutation::apply(std::string_view text) const {
    return image(Direction::apply, text);
}

std::optional<std::string> PhonePermutation::invert(std::string_view text) const {
    return image(Direction::invert, text);
}

// No calling code begins with another one.
std::optional<PhoneNumber> PhonePermutation::read_e164(std::string_view digits) const {
    std::int32_t calling_code = 0;
    for (std::size_t i = 0; i < std::min(longest_calling_code, digits.size()); ++i) {
        calling_code = calling_code * 10 + (digits[i] - '0');
        if (calling_code == 0) {
            break;
        }
        if (library_.plan(calling_code) != nullptr) {
            return PhoneNumber{calling_code, std::string(digits.substr(i + 1))};
        }
    }
    return std::nullopt;
}

// Each text is a writing of one number in one notation at most: the first that fits.
std::optional<PhonePermutation::Reading> PhonePermutation::read(std::string_view text) const {
    if (text.size() < 2 || text.size() > longest_text) {
        return std::nullopt;
    }
    if (text[0] == '+') {
        const std::string_view rest = text.substr(1);
        const bool is_e164 = std::ranges::all_of(rest, is_digit);
        auto number = is_e164 ? read_e164(rest) : read_e164(digits_of(rest));
        if (!number) {
            return std::nullopt;
        }
        if (is_e164) {
            return Reading{std::move(*number), std::nullopt};
        }
        if (library_.write(*number, PhoneNotation::international) != text) {
            return std::nullopt;
        }
        return Reading{std::move(*number), PhoneNotation::international};
    }
    if (region_.empty()) {
        return std::nullopt;
    }
    auto number = library_.read_national(text, region_);
    if (!number) {
        return std::nullopt;
    }
    const std::string written = library_.write(*number, PhoneNotation::national);
    if (written == text) {
        return Reading{std::move(*number), PhoneNotation::national};
    }
    if (digits_of(written) == text) {
        return Reading{std::move(*number), PhoneNotation::national_digits};
    }
    return std::nullopt;
}

std::string PhonePermutation::write(const Reading& reading) const {
    if (!reading.notation) {
        return "+" + std::to_string(reading.number.calling_code) + reading.number.national;
    }
    if (*reading.notation == PhoneNotation::national_digits) {
        return digits_of(library_.write(reading.number, PhoneNotation::national));
    }
    return library_.write(reading.number, *reading.notation);
}

const BinaryFf1& PhonePermutation::ff1_of(std::uint64_t size) const {
    const auto bits = std::max(fewest_bits, static_cast<unsigned>(std::bit_width(size - 1)));
    if (ff1_[bits] == nullptr) {
        ff1_[bits] = std::make_unique<const BinaryFf1>(key_, bits, tweak_size);
    }
    return *ff1_[bits];
}

std::optional<std::string> PhonePermutation::image(Direction direction, std::string_view text) const {
    auto reading = read(text);
    if (!reading) {
        return std::nullopt;
    }
    NumberingPlan* plan = library_.plan(reading->number.calling_code);
    const NumberingPlan::Class* same = plan == nullptr ? nullptr : plan->class_of(reading->number.national);
    if (same == nullptr || same->numbers.size() < fewest_numbers) {
        return std::nullopt;
    }
    const auto rank = same->numbers.rank(reading->number.national);
    if (!rank) {
        return std::nullopt;
    }
    const std::uint64_t size = same->numbers.size();
    const BinaryFf1& ff1 = ff1_of(size);
    const Tweak tweak = tweak_of(reading->number.calling_code, *same);
    std::uint64_t place = *rank;
    for (unsigned steps = 0; steps < most_steps; ++steps) {
        // Ends: it goes round on a cycle of FF1, and where it began is a place.
        do {
            place = static_cast<std::uint64_t>(direction == Direction::apply ? ff1.encrypt(place, tweak)
                                                                             : ff1.decrypt(place, tweak));
        } while (place >= size);
        same->numbers.write(place, reading->number.national.data());
        std::string result = write(*reading);
        if (!reading->notation || read(result) == reading) {
            return result;
        }
    }
    return std::nullopt;
}

std::unique_ptr<const TextMapping> make_phone_mapping(const Key256& key, const FormatText& format,
                                                      PhoneLibrary& library) {
    require_options(format, {"region"});
    const std::string_view region = format.option("region", "");
    if (format.options.contains("region") && !library.has_region(region)) {
        throw InvalidFormat("the option region is the two-letter code of a country");
    }
    return std::make_unique<const PhonePermutation>(key, region, library);
}

} // namespace veil
