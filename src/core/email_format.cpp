// The format "email": the local part is permuted, its length kept; the domain is kept, hashed or replaced.
//
// A local part is 1 to 64 letters, digits and . _ - +, with no dot at an end and no two in a row, so that its
// image is a valid one too (RFC 5322, section 3.2.3: dot-atom). One without capitals gets one without
// capitals. The domain is part of the permutation, so that a name says nothing of the same name at another
// domain; local parts that are too short for FF1 (three characters) are permuted the same way at every
// domain.
#include "core/alphabet.hpp"
#include "core/base32.hpp"
#include "core/format_key.hpp"
#include "core/format_text.hpp"
#include "core/numeral_permutation.hpp"
#include "core/text_mapping.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace veil {
namespace {

constexpr std::string_view small_characters = "abcdefghijklmnopqrstuvwxyz0123456789._-+";
constexpr std::string_view all_characters =
    "abcdefghijklmnopqrstuvwxyz0123456789._-+ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_domain = 253;
// Reserved for what does not exist (RFC 2606).
constexpr std::string_view hashed_suffix = ".example";
constexpr std::size_t hash_characters = 26;
constexpr std::size_t tweak_size = 8;

using Hash = std::array<std::uint8_t, 32>;

bool has_capital(std::string_view text) noexcept {
    return std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool dots_are_right(std::string_view text) noexcept {
    return !text.starts_with('.') && !text.ends_with('.') && text.find("..") == std::string_view::npos;
}

// Letters, digits and hyphens between dots, or bytes of other characters.
bool is_domain(std::string_view text) noexcept {
    return !text.empty() && text.size() <= longest_domain && dots_are_right(text) &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
           });
}

enum class Domain { keep, hash, replace };

class EmailMapping final : public TextMapping {
  public:
    EmailMapping(const Key256& key, Domain domain, std::string replacement)
        : domain_(domain), replacement_(std::move(replacement)),
          domain_hash_(part_key(key, "domain").bytes()), small_(key, "small", small_characters),
          all_(key, "all", all_characters) {}

    [[nodiscard]] std::size_t largest_result(std::size_t size) const noexcept override {
        return TextMapping::largest_result(size) +
               std::max(replacement_.size(), hash_characters + hashed_suffix.size());
    }

    [[nodiscard]] std::optional<std::size_t> map(Direction direction, std::string_view value,
                                                 char* out) const override {
        const std::size_t sign = value.rfind('@');
        if (sign == std::string_view::npos || sign == 0 || sign > longest_local_part ||
            (direction == Direction::invert && domain_ != Domain::keep))
            return std::nullopt;
        const std::string_view local_part = value.substr(0, sign);
        const std::string_view domain = value.substr(sign + 1);
        if (!is_domain(domain) || !dots_are_right(local_part))
            return std::nullopt;
        Hash hash;
        domain_hash_.mac({reinterpret_cast<const std::uint8_t*>(domain.data()), domain.size()}, hash);
        const auto tweak = std::span(hash).last<tweak_size>();
        const bool capitals = has_capital(local_part);
        if (!(capitals ? all_ : small_).map(direction, local_part, capitals, tweak, out))
            return std::nullopt;
        out[sign] = '@';
        return sign + 1 + write_domain(domain, hash, out + sign + 1);
    }

  private:
    // The local parts over some characters.
    class LocalParts {
      public:
        LocalParts(const Key256& key, std::string_view part, std::string_view characters)
            : alphabet_(characters), permutation_(part_key(key, part), alphabet_.size(), tweak_size) {}

        // Goes on until the image is a local part, and one with capitals if it has to be.
        [[nodiscard]] bool map(Direction direction, std::string_view local_part, bool capitals,
                               std::span<const std::uint8_t> tweak, char* out) const {
            if (!alphabet_.read(local_part, longest_local_part, numerals_))
                return false;
            std::string_view image;
            do {
                if (!permutation_.map(direction, numerals_, tweak))
                    return false;
                image = {out, alphabet_.write(numerals_, out)};
            } while (!dots_are_right(image) || has_capital(image) != capitals);
            return true;
        }

      private:
        Alphabet alphabet_;
        NumeralPermutation permutation_;
        mutable std::vector<Alphabet::Numeral> numerals_;
    };

    std::size_t write_domain(std::string_view domain, const Hash& hash, char* out) const noexcept {
        if (domain_ == Domain::hash) {
            base32_encode_128(std::span(hash).first<16>(),
                              std::span<char, hash_characters>(out, hash_characters));
            std::ranges::copy(hashed_suffix, out + hash_characters);
            return hash_characters + hashed_suffix.size();
        }
        const std::string_view written = domain_ == Domain::keep ? domain : std::string_view(replacement_);
        std::ranges::copy(written, out);
        return written.size();
    }

    Domain domain_;
    std::string replacement_;
    HmacSha256 domain_hash_;
    LocalParts small_;
    LocalParts all_;
};

} // namespace

std::unique_ptr<const TextMapping> make_email_mapping(const Key256& key, const FormatText& format) {
    const std::string_view domain = format.option("domain", "keep");
    require_options(format, {"domain"}, domain == "replace");
    if (domain != "keep" && domain != "hash" && domain != "replace")
        throw InvalidFormat("the option domain is keep, hash or replace");
    if (domain == "replace" && !is_domain(*format.rest))
        throw InvalidFormat("an e-mail address cannot have this domain");
    return std::make_unique<const EmailMapping>(key,
                                                domain == "keep"   ? Domain::keep
                                                : domain == "hash" ? Domain::hash
                                                                   : Domain::replace,
                                                format.rest.value_or(""));
}

} // namespace veil
