// AesSiv opens what it seals, under the same associated data and no other, and nothing else.
#include "core/aes_siv.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>
#include <vector>

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using Bytes = std::vector<std::uint8_t>;
    FuzzedDataProvider input(data, size);
    const auto key_size = input.PickValueInArray<std::size_t>({32, 48, 64});
    Bytes key = input.ConsumeBytes<std::uint8_t>(key_size);
    key.resize(key_size);
    std::vector<Bytes> associated(input.ConsumeIntegralInRange<std::size_t>(0, 4));
    for (Bytes& datum : associated)
        datum = input.ConsumeBytes<std::uint8_t>(input.ConsumeIntegralInRange<std::size_t>(0, 40));
    const auto changed_bit = input.ConsumeIntegral<std::uint16_t>();
    const Bytes plaintext = input.ConsumeRemainingBytes<std::uint8_t>();
    const std::vector<veil::AesSiv::Bytes> views(associated.begin(), associated.end());

    const veil::AesSiv siv(key);
    Bytes sealed(veil::AesSiv::tag_size + plaintext.size());
    siv.encrypt(plaintext, views, sealed);
    Bytes opened(plaintext.size());
    require(siv.decrypt(sealed, views, opened) && opened == plaintext);

    // As it came in: not authentic, but for a chance of 2^-128.
    opened.resize(plaintext.size() < veil::AesSiv::tag_size ? 0 : plaintext.size() - veil::AesSiv::tag_size);
    require(!siv.decrypt(plaintext, views, opened) && opened == Bytes(opened.size()));

    const std::size_t bit = changed_bit % (8 * sealed.size());
    sealed[bit / 8] = static_cast<std::uint8_t>(sealed[bit / 8] ^ (1U << (bit % 8)));
    opened.assign(plaintext.size(), 0xee);
    require(!siv.decrypt(sealed, views, opened) && opened == Bytes(opened.size()));
    return 0;
}
