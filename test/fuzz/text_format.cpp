// Formats of texts: whatever the value, an image is inverted to it, is no longer than announced, and has '~'
// only where the value does not fit; and a format text is refused or canonical.
#include "core/text_format.hpp"
#include "core/format_text.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using veil::Direction;

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

std::optional<std::string> mapped(const veil::TextFormat& format, Direction direction,
                                  std::string_view value) {
    // Of exactly their sizes, so that a step beyond is one.
    const std::vector<char> exact(value.begin(), value.end());
    std::vector<char> out(format.largest_result(value.size()));
    const auto size = format.map(direction, {exact.data(), exact.size()}, out.data());
    require(!size || *size <= out.size());
    return size ? std::optional(std::string(out.data(), *size)) : std::nullopt;
}

void check(const veil::TextFormat& format, std::string_view value, bool encrypts, bool inverts) {
    const auto image = mapped(format, Direction::apply, value);
    require(image || !encrypts);
    if (image) {
        require(!image->starts_with('~') || encrypts);
        require(image->find('~', 1) == std::string::npos);
        require(!inverts || mapped(format, Direction::invert, *image) == value);
    }
    const auto preimage = mapped(format, Direction::invert, value);
    require(!preimage || mapped(format, Direction::apply, *preimage) == value);
}

struct Known {
    std::string text;
    bool encrypts;
    bool inverts;
    std::unique_ptr<const veil::TextFormat> format;
};

std::vector<Known> known_formats() {
    std::vector<Known> formats;
    for (const std::string text :
         {"digits", "letters", "alphanumeric", "alphabet with a\xc3\xa9\xe2\x82\xac b", "bsn", "iban", "card",
          "postcode", "license_plate", "email"}) {
        formats.push_back({text, false, true, nullptr});
    }
    formats.push_back({"bsn valid=false", false, true, nullptr});
    formats.push_back({"card keep_bin=8 on_invalid=encrypt", true, true, nullptr});
    formats.push_back({"iban on_invalid=encrypt", true, true, nullptr});
    formats.push_back({"email domain=hash", false, false, nullptr});
    formats.push_back({"email domain=replace with example.org", false, false, nullptr});
    for (Known& known : formats) {
        known.format = std::make_unique<const veil::TextFormat>(veil::Key256(), known.text);
    }
    return formats;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<Known> formats = known_formats();
    FuzzedDataProvider input(data, size);
    const auto choice = input.ConsumeIntegralInRange<std::size_t>(0, formats.size());
    if (choice < formats.size()) {
        const Known& known = formats[choice];
        check(*known.format, input.ConsumeRemainingBytesAsString(), known.encrypts, known.inverts);
        return 0;
    }
    const std::string text = input.ConsumeRandomLengthString(100);
    try {
        require(veil::parse_format_text(text).text() == text);
        const veil::TextFormat format(veil::Key256(), text);
        const bool encrypts = text.find("on_invalid=encrypt") < text.find(" with ");
        check(format, input.ConsumeRemainingBytesAsString(), encrypts, !text.starts_with("email domain"));
    } catch (const veil::InvalidFormat&) {
        // Most texts are none.
    }
    return 0;
}
