#include "core/permutation_table.hpp"

#include "core/byte_order.hpp"
#include "core/cipher_context.hpp"
#include "core/crypto_failure.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace veil {
namespace {

constexpr std::uint32_t greatest_size = 1U << 20;

// The AES-256-CTR key stream as 32-bit words, with the counter block starting at zero.
class WordStream {
  public:
    explicit WordStream(const Key256& key) : context_(EVP_CIPHER_CTX_new()) {
        constexpr std::array<std::uint8_t, 16> counter{};
        if (!context_ || EVP_EncryptInit_ex(context_.get(), EVP_aes_256_ctr(), nullptr, key.bytes().data(),
                                            counter.data()) != 1)
            throw CryptoFailure("AES-256-CTR is not available");
    }

    std::uint32_t next() {
        if (position_ == chunk_size)
            refill();
        const auto word = load_big_endian<std::uint32_t>(&chunk_.bytes()[position_]);
        position_ += sizeof word;
        return word;
    }

    // Uniform in [0, bound); words at the upper end that would favour the low remainders are skipped.
    std::uint32_t below(std::uint32_t bound) {
        constexpr std::uint64_t words = std::uint64_t{1} << 32;
        const std::uint64_t limit = words - words % bound;
        std::uint32_t word = next();
        while (word >= limit)
            word = next();
        return word % bound;
    }

  private:
    static constexpr std::size_t chunk_size = 4096;

    void refill() {
        std::ranges::fill(chunk_.bytes(), std::uint8_t{0});
        int written = 0;
        if (EVP_EncryptUpdate(context_.get(), chunk_.bytes().data(), &written, chunk_.bytes().data(),
                              static_cast<int>(chunk_size)) != 1 ||
            written != static_cast<int>(chunk_size))
            throw CryptoFailure("AES-256-CTR is not available");
        position_ = 0;
    }

    CipherContext context_;
    Secret<chunk_size> chunk_;
    std::size_t position_ = chunk_size;
};

} // namespace

PermutationTable::PermutationTable(const Key256& key, std::uint32_t size) {
    if (size == 0 || size > greatest_size)
        throw CryptoFailure("a permutation table must have 1 to 1048576 values");
    forward_.resize(size);
    backward_.resize(size);
    std::iota(forward_.begin(), forward_.end(), 0U);
    WordStream stream(key);
    for (std::uint32_t last = size - 1; last > 0; --last)
        std::swap(forward_[last], forward_[stream.below(last + 1)]);
    for (std::uint32_t value = 0; value < size; ++value)
        backward_[forward_[value]] = value;
}

} // namespace veil
