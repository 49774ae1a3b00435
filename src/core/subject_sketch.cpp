#include "core/subject_sketch.hpp"

#include "core/subject_set.hpp"

#include <algorithm>
#include <cstring>

namespace veil {

namespace {

// Mersenne's prime, so that a remainder is a sum.
constexpr std::uint64_t prime = (std::uint64_t{1} << 61U) - 1;

std::uint64_t sum_of(std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t sum = a + b;
    return sum >= prime ? sum - prime : sum;
}

std::uint64_t difference_of(std::uint64_t a, std::uint64_t b) noexcept {
    return a >= b ? a - b : a + prime - b;
}

std::uint64_t product_of(std::uint64_t a, std::uint64_t b) noexcept {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return sum_of(static_cast<std::uint64_t>(product & prime), static_cast<std::uint64_t>(product >> 61U));
}

// By Fermat's little theorem.
std::uint64_t inverse_of(std::uint64_t a) noexcept {
    std::uint64_t result = 1;
    for (std::uint64_t exponent = prime - 2; exponent > 0; exponent >>= 1U) {
        if ((exponent & 1U) != 0) {
            result = product_of(result, a);
        }
        a = product_of(a, a);
    }
    return result;
}

// The length of the shortest linear recurrence that the terms satisfy (Massey, "Shift-register synthesis and
// BCH decoding", 1969).
std::size_t recurrence_length(const std::vector<std::uint64_t>& terms) {
    std::vector<std::uint64_t> current{1};
    std::vector<std::uint64_t> before{1};
    std::size_t length = 0;
    std::size_t shift = 1;
    std::uint64_t last_discrepancy = 1;
    for (std::size_t n = 0; n < terms.size(); ++n) {
        std::uint64_t discrepancy = terms[n];
        for (std::size_t i = 1; i <= length && i < current.size(); ++i) {
            discrepancy = sum_of(discrepancy, product_of(current[i], terms[n - i]));
        }
        if (discrepancy == 0) {
            ++shift;
            continue;
        }
        const std::uint64_t factor = product_of(discrepancy, inverse_of(last_discrepancy));
        const bool grows = 2 * length <= n;
        std::vector<std::uint64_t> old;
        if (grows) {
            old = current;
        }
        current.resize(std::max(current.size(), before.size() + shift));
        for (std::size_t i = 0; i < before.size(); ++i) {
            current[i + shift] = difference_of(current[i + shift], product_of(factor, before[i]));
        }
        if (grows) {
            length = n + 1 - length;
            before = std::move(old);
            last_discrepancy = discrepancy;
            shift = 1;
        } else {
            ++shift;
        }
    }
    return length;
}

struct Header {
    std::uint64_t count;
    std::uint32_t threshold;
    std::uint32_t is_union;
};

} // namespace

SubjectSketch::SubjectSketch(std::uint32_t threshold) : sums_(2 * std::size_t{threshold}) {}

void SubjectSketch::add(std::uint64_t hash) noexcept {
    const std::uint64_t element = 1 + hash % (prime - 1);
    ++count_;
    ++buckets_.at(hash % bucket_count);
    std::uint64_t power = element;
    for (std::uint64_t& sum : sums_) {
        sum = sum_of(sum, power);
        power = product_of(power, element);
    }
}

void SubjectSketch::add_all(const SubjectSketch& other) noexcept {
    is_union_ = true;
    count_ += other.count_;
    for (std::size_t i = 0; i < bucket_count; ++i) {
        buckets_.at(i) += other.buckets_.at(i);
    }
    for (std::size_t i = 0; i < sums_.size() && i < other.sums_.size(); ++i) {
        sums_[i] = sum_of(sums_[i], other.sums_[i]);
    }
}

bool SubjectSketch::is_nearly(const SubjectSketch& other) const {
    const std::uint32_t most = threshold();
    // Each subject that is in but one of two sets changes one bucket by one. One that is in a union more
    // often than once changes a bucket by more.
    std::uint64_t least = 0;
    for (std::size_t i = 0; i < bucket_count; ++i) {
        const std::uint32_t mine = buckets_.at(i);
        const std::uint32_t others = other.buckets_.at(i);
        const std::uint32_t changed = mine > others ? mine - others : others - mine;
        least += is_union_ || other.is_union_ ? std::min<std::uint32_t>(changed, 1) : changed;
    }
    if (least >= most) {
        return false;
    }
    std::vector<std::uint64_t> terms(sums_.size());
    for (std::size_t i = 0; i < sums_.size() && i < other.sums_.size(); ++i) {
        terms[i] = difference_of(sums_[i], other.sums_[i]);
    }
    const std::size_t length = recurrence_length(terms);
    return length > 0 && length < most;
}

std::size_t SubjectSketch::byte_size(std::uint32_t threshold) noexcept {
    return sizeof(Header) + sizeof(buckets_) + 2 * std::size_t{threshold} * sizeof(std::uint64_t);
}

void SubjectSketch::write(std::span<std::uint8_t> bytes) const noexcept {
    const Header header{count_, threshold(), is_union_ ? 1U : 0U};
    std::memcpy(bytes.data(), &header, sizeof header);
    std::memcpy(bytes.data() + sizeof header, buckets_.data(), sizeof(buckets_));
    std::memcpy(bytes.data() + sizeof header + sizeof(buckets_), sums_.data(),
                sums_.size() * sizeof(std::uint64_t));
}

std::optional<SubjectSketch> SubjectSketch::read(std::span<const std::uint8_t> bytes,
                                                 std::uint32_t threshold) {
    Header header{};
    if (threshold < 1 || threshold > largest_subject_threshold || bytes.size() != byte_size(threshold)) {
        return std::nullopt;
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.threshold != threshold || header.is_union > 1) {
        return std::nullopt;
    }
    SubjectSketch sketch(threshold);
    sketch.count_ = header.count;
    sketch.is_union_ = header.is_union != 0;
    std::memcpy(sketch.buckets_.data(), bytes.data() + sizeof header, sizeof(sketch.buckets_));
    std::memcpy(sketch.sums_.data(), bytes.data() + sizeof header + sizeof(sketch.buckets_),
                sketch.sums_.size() * sizeof(std::uint64_t));
    const bool is_of_field =
        std::all_of(sketch.sums_.begin(), sketch.sums_.end(), [](std::uint64_t sum) { return sum < prime; });
    return is_of_field ? std::optional(std::move(sketch)) : std::nullopt;
}

} // namespace veil
