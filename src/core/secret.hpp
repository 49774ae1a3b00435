// Storage for key material that is overwritten before it is given back.
#pragma once

#include <openssl/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace veil {

// N secret bytes, zero at first. Cleansed when destroyed and when moved from (a moved-from secret holds zeros
// and must not be used as a key), never copied.
template <std::size_t N>
class Secret {
  public:
    Secret() noexcept = default;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept : bytes_(other.bytes_) { other.cleanse(); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            other.cleanse();
        }
        return *this;
    }
    ~Secret() { cleanse(); }

    [[nodiscard]] std::span<std::uint8_t, N> bytes() noexcept { return bytes_; }
    [[nodiscard]] std::span<const std::uint8_t, N> bytes() const noexcept { return bytes_; }

  private:
    void cleanse() noexcept { OPENSSL_cleanse(bytes_.data(), N); }

    std::array<std::uint8_t, N> bytes_{};
};

// For secret sequences whose length is known at run time only: std::vector<T, CleansingAllocator<T>>.
// Not for std::string, whose short values live outside the allocator.
template <typename T>
struct CleansingAllocator {
    using value_type = T;

    CleansingAllocator() noexcept = default;
    template <typename U>
    explicit CleansingAllocator(const CleansingAllocator<U>& /*other*/) noexcept {}

    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* storage, std::size_t count) noexcept {
        OPENSSL_cleanse(storage, count * sizeof(T));
        std::allocator<T>{}.deallocate(storage, count);
    }
    friend bool operator==(const CleansingAllocator&, const CleansingAllocator&) noexcept = default;
};

using Key256 = Secret<32>;

// 32 bytes of libcrypto's generator for private values. Throws CryptoFailure if it is not seeded.
[[nodiscard]] Key256 random_key();

} // namespace veil
