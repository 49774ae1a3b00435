// Every value has a surrogate that fits its room, a unique one leads back to the value, and of any text at
// all the inverse is nothing, or a value whose surrogate is that text.
#include "core/surrogate.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

void require(bool condition) {
    if (!condition)
        std::abort();
}

std::string surrogate_of(const veil::Surrogate& surrogate, std::vector<std::uint8_t> text) {
    std::string out(surrogate.longest_for_text(text.size()), '\0');
    out.resize(surrogate.apply(std::span(text), out));
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array forms{"full_name nl v1 unique",
                               "full_name both v1 unique",
                               "email en v1 unique",
                               "company both v1 unique",
                               "company nl v1",
                               "first_name en v1",
                               "city both v1",
                               "address nl v1",
                               "phone en v1"};
    FuzzedDataProvider input(data, size);
    const auto form = veil::parse_surrogate_form(input.PickValueInArray(forms));
    const auto number = input.ConsumeIntegral<std::int64_t>();
    veil::Key256 key;
    key.bytes()[0] = input.ConsumeIntegral<std::uint8_t>();
    const veil::Surrogate surrogate(key, *form);

    const auto value = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 100));
    const std::string text = surrogate_of(surrogate, value);
    std::vector<std::uint8_t> back(text.size());
    const auto back_size = surrogate.invert_text(text, back);
    require(back_size.has_value() == form->unique);
    if (back_size) {
        back.resize(*back_size);
        require(back == value);
    }
    std::array<char, veil::Surrogate::longest_for_numbers> out{};
    const auto of = [&](auto integer) { return std::string_view(out.data(), surrogate.apply(integer, out)); };
    if (form->unique) {
        require(surrogate.invert_bigint(of(number)) == number);
        const auto integer = static_cast<std::int32_t>(number);
        require(surrogate.invert_integer(of(integer)) == integer);
        const auto smallint = static_cast<std::int16_t>(number);
        require(surrogate.invert_smallint(of(smallint)) == smallint);
    }

    // The rest of the input in place of a tail, and by itself.
    const std::string rest = input.ConsumeRemainingBytesAsString();
    const std::size_t tail = std::min(text.find_last_of(" _"), text.size() - 1);
    for (const std::string& other : {rest, text.substr(0, tail + 1) + rest}) {
        std::vector<std::uint8_t> found(other.size());
        if (const auto found_size = surrogate.invert_text(other, found)) {
            found.resize(*found_size);
            require(surrogate_of(surrogate, found) == other);
        }
        if (const auto found_number = surrogate.invert_bigint(other))
            require(of(*found_number) == other);
    }
    return 0;
}
