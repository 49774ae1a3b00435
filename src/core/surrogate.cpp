#include "core/surrogate.hpp"

#include "core/byte_order.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace veil {
namespace {

// Of the value's bytes, those that the words are chosen by.
constexpr std::size_t leading_bytes = 8;
constexpr unsigned digit_bits = 5;
constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz234567";

// Texts of no, one and two bytes, in this order.
constexpr std::uint64_t short_texts = 1 + 256 + 65536;
constexpr std::uint64_t smallints = 65536;

constexpr unsigned least_walk_bits = 20;

constexpr std::uint64_t greatest(std::size_t bytes) noexcept {
    return ~std::uint64_t{0} >> (64 - 8 * std::min(bytes, leading_bytes));
}

// The greatest quotient's bits: the leading bytes are divided by the number of words.
unsigned quotient_bits_of(std::uint64_t words, std::size_t size) noexcept {
    return static_cast<unsigned>(std::bit_width(greatest(size) / words));
}

std::uint64_t load(std::span<const std::uint8_t> bytes) noexcept {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes)
        number = number << 8 | byte;
    return number;
}

void store(std::uint64_t number, std::span<std::uint8_t> bytes) noexcept {
    for (std::size_t i = bytes.size(); i-- > 0; number >>= 8)
        bytes[i] = static_cast<std::uint8_t>(number);
}

std::uint64_t short_text_rank(std::span<const std::uint8_t> text) noexcept {
    return (text.empty() ? 0 : text.size() == 1 ? 1 : 257) + load(text);
}

std::size_t short_text(std::uint64_t rank, std::span<std::uint8_t> out) noexcept {
    const std::size_t size = rank == 0 ? 0 : rank < 257 ? 1 : 2;
    store(rank - (size == 0 ? 0 : size == 1 ? 1 : 257), out.first(size));
    return size;
}

// Bits, most significant first, as base32; the last character is filled up with zeros.
class DigitWriter {
  public:
    explicit DigitWriter(char* out) noexcept : out_(out) {}

    // `bits` is at most 59.
    void add(std::uint64_t value, unsigned bits) noexcept {
        for (; bits > 8; bits -= 8)
            add_byte(static_cast<std::uint8_t>(value >> (bits - 8)), 8);
        add_byte(static_cast<std::uint8_t>(value & ((1U << bits) - 1)), bits);
    }

    void finish() noexcept {
        if (pending_bits_ > 0)
            add_byte(0, digit_bits - pending_bits_);
    }

  private:
    void add_byte(std::uint8_t value, unsigned bits) noexcept {
        pending_ = pending_ << bits | value;
        for (pending_bits_ += bits; pending_bits_ >= digit_bits; pending_bits_ -= digit_bits)
            *out_++ = digits[pending_ >> (pending_bits_ - digit_bits) & 31];
    }

    char* out_;
    unsigned pending_ = 0;
    unsigned pending_bits_ = 0;
};

// The inverse: any number of bits up to 64 from a text of digits that is known to be long enough.
class DigitReader {
  public:
    explicit DigitReader(std::string_view text) noexcept : text_(text) {}

    std::uint64_t take(unsigned bits) noexcept {
        std::uint64_t value = 0;
        for (; bits > 0; --bits) {
            const auto digit = digits.find(text_[position_ / digit_bits]);
            value = value << 1 | (digit >> (digit_bits - 1 - position_ % digit_bits) & 1);
            ++position_;
        }
        return value;
    }

  private:
    std::string_view text_;
    std::size_t position_ = 0;
};

} // namespace

// Strictly monotone: a byte more is eight bits more.
std::size_t surrogate_tail_size(std::uint64_t words, std::size_t size) noexcept {
    if (size < ByteFf1::least_length)
        return 0;
    const std::size_t bits = quotient_bits_of(words, size) + 8 * (size - std::min(size, leading_bytes));
    return (bits + digit_bits - 1) / digit_bits;
}

Surrogate::Surrogate(const Key256& key, const SurrogateForm& form)
    : words_(form.kind, form.language), unique_(form.unique),
      walk_bits_(std::max(least_walk_bits, static_cast<unsigned>(std::bit_width(words_.size() - 1)))),
      short_permutation_(key, walk_bits_, 1), permutation_(key) {}

unsigned Surrogate::quotient_bits(std::size_t size) const noexcept {
    return quotient_bits_of(words_.size(), size);
}

std::size_t Surrogate::tail_size(std::size_t size) const noexcept {
    return surrogate_tail_size(words_.size(), size);
}

std::optional<std::size_t> Surrogate::size_of_tail(std::size_t tail) const noexcept {
    const std::size_t least_bits = quotient_bits(ByteFf1::least_length);
    if (tail * digit_bits < least_bits)
        return std::nullopt;
    const std::size_t size = ByteFf1::least_length + (tail * digit_bits - least_bits) / 8;
    return tail_size(size) == tail ? std::optional(size) : std::nullopt;
}

std::size_t Surrogate::longest_for_text(std::size_t size) const noexcept {
    return SurrogateWords::longest + (unique_ ? 1 + tail_size(size) : 0);
}

// A walk that starts among the words comes back to them (cycle walking).
std::uint64_t Surrogate::walk(std::uint64_t rank, Type type) const noexcept {
    const std::array tweak{static_cast<std::uint8_t>(type)};
    auto number = static_cast<std::uint64_t>(short_permutation_.encrypt(rank, tweak));
    if (words_.size() < short_texts)
        return number % words_.size();
    while (number >= words_.size())
        number = static_cast<std::uint64_t>(short_permutation_.encrypt(number, tweak));
    return number;
}

std::optional<std::uint64_t> Surrogate::walk_back(std::uint64_t words, Type type) const noexcept {
    const std::array tweak{static_cast<std::uint8_t>(type)};
    auto rank = static_cast<std::uint64_t>(short_permutation_.decrypt(words, tweak));
    while (rank >= words_.size())
        rank = static_cast<std::uint64_t>(short_permutation_.decrypt(rank, tweak));
    if (rank >= (type == Type::smallint ? smallints : short_texts))
        return std::nullopt;
    return rank;
}

std::size_t Surrogate::write_parts(std::uint64_t words, std::uint64_t quotient,
                                   std::span<const std::uint8_t> rest, std::size_t size,
                                   std::span<char> out) const noexcept {
    const SurrogateWords::Text text = words_.write(words, out.first<SurrogateWords::longest>());
    const std::size_t tail = unique_ ? tail_size(size) : 0;
    if (tail == 0)
        return text.size;
    const auto position = out.begin() + static_cast<std::ptrdiff_t>(text.tail_position);
    std::copy_backward(position, out.begin() + static_cast<std::ptrdiff_t>(text.size),
                       out.begin() + static_cast<std::ptrdiff_t>(text.size + 1 + tail));
    *position = words_.separator();
    DigitWriter writer(&out[text.tail_position + 1]);
    writer.add(quotient, quotient_bits(size));
    for (const std::uint8_t byte : rest)
        writer.add(byte, 8);
    writer.finish();
    return text.size + 1 + tail;
}

std::size_t Surrogate::write_small(std::uint64_t rank, Type type, std::span<char> out) const noexcept {
    return write_parts(walk(rank, type), 0, {}, 0, out);
}

std::size_t Surrogate::write(std::span<std::uint8_t> value, Type type, std::span<char> out) const noexcept {
    permutation_.encrypt(value, static_cast<std::uint8_t>(type));
    const std::size_t leading = std::min(value.size(), leading_bytes);
    const std::uint64_t number = load(value.first(leading));
    return write_parts(number % words_.size(), number / words_.size(), value.subspan(leading), value.size(),
                       out);
}

std::size_t Surrogate::apply(std::span<std::uint8_t> text, std::span<char> out) const noexcept {
    return text.size() < ByteFf1::least_length ? write_small(short_text_rank(text), Type::text, out)
                                               : write(text, Type::text, out);
}

// Flipping the sign bit adds 2^(n-1).
std::size_t Surrogate::apply(std::int16_t value, std::span<char> out) const noexcept {
    return write_small(static_cast<std::uint16_t>(value) ^ 0x8000U, Type::smallint, out);
}

std::size_t Surrogate::apply(std::int32_t value, std::span<char> out) const noexcept {
    std::array<std::uint8_t, 4> bytes{};
    store(static_cast<std::uint32_t>(value) ^ 0x80000000U, bytes);
    return write(bytes, Type::integer, out);
}

std::size_t Surrogate::apply(std::int64_t value, std::span<char> out) const noexcept {
    std::array<std::uint8_t, 8> bytes{};
    store(static_cast<std::uint64_t>(value) ^ std::uint64_t{1} << 63, bytes);
    return write(bytes, Type::bigint, out);
}

std::size_t Surrogate::apply_uuid(std::span<const std::uint8_t, 16> uuid,
                                  std::span<char> out) const noexcept {
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(uuid, bytes.begin());
    return write(bytes, Type::uuid, out);
}

// The words' number and the tail. There is one reading: where a text of words ends in what could be a tail
// ("... plc"), what is in front of that is no text of words.
std::optional<Surrogate::Parts>
Surrogate::split(std::string_view surrogate, std::span<char, SurrogateWords::longest> buffer) const noexcept {
    if (!unique_)
        return std::nullopt;
    if (const auto words = words_.find(surrogate))
        return Parts{*words, {}};
    const std::size_t end = words_.separator() == '_' ? surrogate.find('@') : surrogate.size();
    const std::size_t start = surrogate.substr(0, end).rfind(words_.separator());
    if (end == std::string_view::npos || start == std::string_view::npos ||
        start + (surrogate.size() - end) > buffer.size())
        return std::nullopt;
    const auto suffix = std::ranges::copy(surrogate.substr(0, start), buffer.begin()).out;
    std::ranges::copy(surrogate.substr(end), suffix);
    const std::string_view tail = surrogate.substr(start + 1, end - start - 1);
    const auto words = words_.find({buffer.data(), start + (surrogate.size() - end)});
    if (!words || tail.empty() || tail.find_first_not_of(digits) != std::string_view::npos)
        return std::nullopt;
    return Parts{*words, tail};
}

// Back from words and tail; `value` has the size that belongs to the tail's.
bool Surrogate::unrank(const Parts& parts, Type type, std::span<std::uint8_t> value) const noexcept {
    const std::size_t leading = std::min(value.size(), leading_bytes);
    DigitReader reader(parts.tail);
    const Uint128 number = Uint128{reader.take(quotient_bits(value.size()))} * words_.size() + parts.words;
    if (number > greatest(leading))
        return false;
    store(static_cast<std::uint64_t>(number), value.first(leading));
    for (std::uint8_t& byte : value.subspan(leading))
        byte = static_cast<std::uint8_t>(reader.take(8));
    const std::size_t bits = quotient_bits(value.size()) + 8 * (value.size() - leading);
    if (reader.take(static_cast<unsigned>(parts.tail.size() * digit_bits - bits)) != 0)
        return false;
    permutation_.decrypt(value, static_cast<std::uint8_t>(type));
    return true;
}

bool Surrogate::read(std::string_view surrogate, Type type, std::span<std::uint8_t> value) const noexcept {
    std::array<char, SurrogateWords::longest> buffer{};
    const auto parts = split(surrogate, buffer);
    return parts && parts->tail.size() == tail_size(value.size()) && unrank(*parts, type, value);
}

std::optional<std::size_t> Surrogate::invert_text(std::string_view surrogate,
                                                  std::span<std::uint8_t> out) const noexcept {
    std::array<char, SurrogateWords::longest> buffer{};
    const auto parts = split(surrogate, buffer);
    if (!parts)
        return std::nullopt;
    if (parts->tail.empty()) {
        const auto rank = walk_back(parts->words, Type::text);
        return rank ? std::optional(short_text(*rank, out)) : std::nullopt;
    }
    const auto size = size_of_tail(parts->tail.size());
    if (!size || !unrank(*parts, Type::text, out.first(*size)))
        return std::nullopt;
    return size;
}

std::optional<std::int16_t> Surrogate::invert_smallint(std::string_view surrogate) const noexcept {
    std::array<char, SurrogateWords::longest> buffer{};
    const auto parts = split(surrogate, buffer);
    if (!parts || !parts->tail.empty())
        return std::nullopt;
    const auto rank = walk_back(parts->words, Type::smallint);
    return rank ? std::optional(static_cast<std::int16_t>(*rank ^ 0x8000U)) : std::nullopt;
}

std::optional<std::int32_t> Surrogate::invert_integer(std::string_view surrogate) const noexcept {
    std::array<std::uint8_t, 4> bytes{};
    if (!read(surrogate, Type::integer, bytes))
        return std::nullopt;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(load(bytes)) ^ 0x80000000U);
}

std::optional<std::int64_t> Surrogate::invert_bigint(std::string_view surrogate) const noexcept {
    std::array<std::uint8_t, 8> bytes{};
    if (!read(surrogate, Type::bigint, bytes))
        return std::nullopt;
    return static_cast<std::int64_t>(load(bytes) ^ std::uint64_t{1} << 63);
}

bool Surrogate::invert_uuid(std::string_view surrogate, std::span<std::uint8_t, 16> out) const noexcept {
    return read(surrogate, Type::uuid, out);
}

} // namespace veil
