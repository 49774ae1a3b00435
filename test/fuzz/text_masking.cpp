// Whatever the bytes: spans lie within the text, do not meet, fall between characters, and the fast paths
// agree with the general one.
#include "core/text_masking.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

std::size_t plain_utf8_length(const char* character, std::size_t remaining) noexcept {
    return veil::utf8_character_length(character, remaining);
}

std::size_t plain_single_length(const char* /*character*/, std::size_t /*remaining*/) noexcept {
    return 1;
}

// Any encoding's, honest or not.
std::size_t odd_length(const char* character, std::size_t /*remaining*/) noexcept {
    const auto byte = static_cast<unsigned char>(*character);
    return byte == 0xFF ? std::numeric_limits<std::size_t>::max() : byte % 5U;
}

bool is_boundary(std::string_view text, std::size_t position) {
    return position == 0 || position == text.size() ||
           (static_cast<unsigned char>(text[position]) & 0xC0U) != 0x80U;
}

void check(std::string_view text, std::size_t start, std::size_t end, veil::CharacterLength length) {
    const std::size_t prefix = veil::prefix_size(text, start, length);
    require(prefix <= text.size());
    require(start == std::numeric_limits<std::size_t>::max() ||
            prefix <= veil::prefix_size(text, start + 1, length));
    // Of the first characters, the first characters are all.
    require(veil::prefix_size(text.substr(0, prefix), start, length) == prefix);
    const veil::PartialSpans spans = veil::partial_spans(text, start, end, length);
    if (spans.head == 0 && spans.tail == 0) {
        return;
    }
    require(spans.head == prefix);
    require(spans.tail <= text.size() && spans.head + 2 <= text.size() - spans.tail);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const std::size_t most = input.ConsumeBool() ? 40 : std::numeric_limits<std::size_t>::max();
    const auto start = input.ConsumeIntegralInRange<std::size_t>(0, most);
    const auto end = input.ConsumeIntegralInRange<std::size_t>(0, most);
    const auto bytes = input.ConsumeRemainingBytes<char>();
    // Of exactly its size, so that a read past the end is one.
    const auto exact = std::make_unique<char[]>(bytes.size()); // NOLINT(modernize-avoid-c-arrays)
    std::copy(bytes.begin(), bytes.end(), exact.get());
    const std::string_view text(exact.get(), bytes.size());

    for (const veil::CharacterLength length : {veil::utf8_character_length, veil::single_byte_length,
                                               plain_utf8_length, plain_single_length, odd_length}) {
        check(text, start, end, length);
    }
    const veil::PartialSpans fast = veil::partial_spans(text, start, end, veil::utf8_character_length);
    require(fast == veil::partial_spans(text, start, end, plain_utf8_length));
    require(veil::prefix_size(text, start, veil::utf8_character_length) ==
            veil::prefix_size(text, start, plain_utf8_length));
    require(veil::partial_spans(text, start, end, veil::single_byte_length) ==
            veil::partial_spans(text, start, end, plain_single_length));
    require(is_boundary(text, veil::prefix_size(text, start, veil::utf8_character_length)));
    require(is_boundary(text, fast.head) && is_boundary(text, text.size() - fast.tail));
    return 0;
}
