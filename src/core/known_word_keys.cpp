#include "core/known_word_keys.hpp"

#include "core/text_words.hpp"

namespace veil {
namespace {

WordKeys::Key key_of(std::string_view folded, std::uint32_t with_e) noexcept {
    TextWord word;
    word.restart(0);
    std::size_t size = 0;
    char before = 0;
    // An i is put in when what follows is known.
    const auto put = [&](char letter) {
        if (before == 'i' && letter == 'j') {
            before = 'y';
            return;
        }
        if (before != 0) {
            word.add(before);
            ++size;
        }
        before = letter;
    };
    for (std::size_t i = 0; i < folded.size(); ++i) {
        put(folded[i]);
        if (i < 32 && (with_e >> i & 1U) != 0) {
            put('e');
        }
    }
    word.add(before);
    word.finish();
    return {word.hash, size + 1};
}

} // namespace

WordKeys::WordKeys(std::string_view folded, std::uint32_t umlauts) noexcept {
    std::uint32_t places = 0; // of umlauts that no e follows
    for (std::size_t i = 0; umlauts != 0 && i < folded.size() && i < 32; ++i) {
        if ((umlauts >> i & 1U) != 0 && !folded.substr(i + 1).starts_with('e')) {
            places |= std::uint32_t{1} << i;
        }
    }
    const std::uint32_t first = places & (~places + 1U);
    const std::uint32_t second = (places ^ first) & (~(places ^ first) + 1U);
    const std::uint32_t others = places ^ first ^ second;
    const std::array<std::uint32_t, 3> parts{first, second, others};
    for (std::uint32_t reading = 0; reading < keys.size(); ++reading) {
        std::uint32_t with_e = 0;
        bool is_new = true;
        for (std::size_t part = 0; part < parts.size(); ++part) {
            if ((reading >> part & 1U) != 0) {
                is_new = is_new && parts[part] != 0;
                with_e |= parts[part];
            }
        }
        if (is_new) {
            keys[count++] = key_of(folded, with_e);
        }
    }
}

} // namespace veil
