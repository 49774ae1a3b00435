#include "core/known_addresses.hpp"

namespace veil {
namespace {

char small(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte;
}

} // namespace

void KnownAddresses::add(std::string_view address, std::size_t at, std::uint8_t value) {
    TextWord word;
    word.restart(0);
    for (const char byte : address) {
        word.add(small(byte));
    }
    values_.insert(word.hash, value);
    has_local_size_.resize(longest + 1);
    has_local_size_[at] = true;
    const auto size = static_cast<std::uint16_t>(address.size());
    const auto place = std::lower_bound(sizes_.begin(), sizes_.end(), size);
    if (place == sizes_.end() || *place != size) {
        sizes_.insert(place, size);
    }
}

KnownPlace KnownAddresses::find_at(KnownText& text, std::size_t i) const {
    const std::size_t begin = text.begin(i);
    KnownPlace place{i, begin, begin};
    const std::size_t at = text.next_at_sign(begin);
    if (at == text.text().size() || at - begin > longest || !has_local_size_[at - begin]) {
        return place;
    }
    TextWord word;
    word.restart(0);
    std::size_t size = 0;
    for (const std::uint16_t known_size : sizes_) {
        while (size < known_size && begin + size < text.text().size()) {
            word.add(small(text.text()[begin + size++]));
        }
        if (size < known_size) {
            break;
        }
        // The longest, of those that begin with one another.
        if (const std::uint16_t value = values_.find(word.hash); value != HashIndex::none) {
            place.end = begin + size;
            place.source = static_cast<std::uint8_t>(value + 1);
        }
    }
    text.took(size + sizes_.size());
    while (place.end > begin && place.end_token < text.size() && text.begin(place.end_token) < place.end) {
        ++place.end_token;
    }
    return place;
}

} // namespace veil
