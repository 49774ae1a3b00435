// BinaryFf1 stays in its domain and decrypt() inverts encrypt(), in both orders, for every domain and tweak.
#include "core/ff1_binary.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using Block = veil::BinaryFf1::Block;
    FuzzedDataProvider input(data, size);
    const auto bits = input.ConsumeIntegralInRange<unsigned>(20, 128);
    std::array<std::uint8_t, 8> tweak_bytes{};
    const auto tweak_size = input.ConsumeIntegralInRange<std::size_t>(0, tweak_bytes.size());
    input.ConsumeData(tweak_bytes.data(), tweak_bytes.size());
    const std::span<const std::uint8_t> tweak = std::span(tweak_bytes).first(tweak_size);
    const Block value =
        Block{input.ConsumeIntegral<std::uint64_t>()} << 64 | input.ConsumeIntegral<std::uint64_t>();
    veil::Key256 key;
    input.ConsumeData(key.bytes().data(), key.bytes().size());

    const veil::BinaryFf1 ff1(key, bits, tweak_size);
    const Block greatest = ~Block{0} >> (128 - bits);
    const Block image = ff1.encrypt(value, tweak);
    const Block preimage = ff1.decrypt(value, tweak);
    if (image > greatest || preimage > greatest || ff1.decrypt(image, tweak) != (value & greatest) ||
        ff1.encrypt(preimage, tweak) != (value & greatest))
        std::abort();
    return 0;
}
