// What the detector of names knows of a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace veil {

// Bits; a word may be of several kinds.
namespace word_kind {
// name_words_*.cpp
inline constexpr std::uint32_t sure_given = 1U << 0;
inline constexpr std::uint32_t word_given = 1U << 1;
inline constexpr std::uint32_t sure_surname = 1U << 2;
inline constexpr std::uint32_t word_surname = 1U << 3;
inline constexpr std::uint32_t particle_surname = 1U << 4;
inline constexpr std::uint32_t common = 1U << 5;
inline constexpr std::uint32_t place = 1U << 6;
inline constexpr std::uint32_t organization = 1U << 7;
inline constexpr std::uint32_t after_organization = 1U << 8;
inline constexpr std::uint32_t before_organization = 1U << 9;
// The rest is of name_dictionary.cpp: words beside a name.
inline constexpr std::uint32_t title = 1U << 10; // "mevrouw", "Mr": a name follows
inline constexpr std::uint32_t role = 1U << 11; // "patient", "colleague": a name follows if it looks like one
inline constexpr std::uint32_t salutation = 1U << 12;   // "beste", "dear"
inline constexpr std::uint32_t farewell = 1U << 13;     // "groeten", "regards": the name is on the next line
inline constexpr std::uint32_t particle = 1U << 14;     // "van", "der"
inline constexpr std::uint32_t old_particle = 1U << 15; // "der", "ter": hardly anywhere but in names
inline constexpr std::uint32_t to_place = 1U << 16;     // "in", "naar"
inline constexpr std::uint32_t to_person = 1U << 17;    // "met", "told"
inline constexpr std::uint32_t determiner = 1U << 18;   // "het", "the"
inline constexpr std::uint32_t speech = 1U << 19;       // "zei", "called": done by persons
inline constexpr std::uint32_t auxiliary = 1U << 25;    // "is", "heeft": done by persons too
inline constexpr std::uint32_t month = 1U << 20;
inline constexpr std::uint32_t abbreviation = 1U << 21; // "th", "dhr": a full stop behind it ends no sentence
inline constexpr std::uint32_t office = 1U << 22;       // "de Koning", "de Raad" are not of that name
inline constexpr std::uint32_t says_name = 1U
                                           << 23; // "heet", "named", "naam": a name follows, as after a role
inline constexpr std::uint32_t to_be = 1U << 24;  // "is", "ben", "am": between "name" and the name

inline constexpr std::uint32_t given = sure_given | word_given;
inline constexpr std::uint32_t surname = sure_surname | word_surname;
} // namespace word_kind

// All lists, by the hashes of their words (see word_hash()). The hash itself is not kept but for the half
// that does not say where to look first: that of a word outside of the lists may by chance, less than one in
// 10^13, be that of one inside.
class NameDictionary {
  public:
    // Made at the first call. Throws std::bad_alloc.
    [[nodiscard]] static const NameDictionary& instance();

    // The kinds of the word of this hash, 0 for one that no list has.
    [[nodiscard]] std::uint32_t kinds(std::uint64_t hash) const noexcept {
        return slots_[place_of(hash)].kinds;
    }

  private:
    struct Slot {
        std::uint32_t print = 0;
        std::uint32_t kinds = 0; // 0: empty
    };
    static constexpr std::size_t slot_count = std::size_t{1} << 16; // some 31 000 words

    NameDictionary();
    void add(std::string_view words, std::uint32_t kind);

    static std::uint32_t print_of(std::uint64_t hash) noexcept {
        return static_cast<std::uint32_t>(hash >> 32U);
    }

    // Where the word is, or would be.
    [[nodiscard]] std::size_t place_of(std::uint64_t hash) const noexcept {
        std::size_t place = (hash ^ hash >> 29U) % slot_count;
        while (slots_[place].kinds != 0 && slots_[place].print != print_of(hash)) {
            place = (place + 1) % slot_count;
        }
        return place;
    }

    std::vector<Slot> slots_;
};

[[nodiscard]] inline std::uint32_t kinds_of_word(std::uint64_t hash) {
    return NameDictionary::instance().kinds(hash);
}

} // namespace veil
