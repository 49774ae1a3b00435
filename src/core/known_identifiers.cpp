#include "core/known_identifiers.hpp"

#include <algorithm>

namespace veil {
namespace {

constexpr std::size_t most_values = 64;

bool is_space(char byte) noexcept {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

std::string_view trimmed(std::string_view value) noexcept {
    while (!value.empty() && is_space(value.front())) {
        value.remove_prefix(1);
    }
    while (!value.empty() && is_space(value.back())) {
        value.remove_suffix(1);
    }
    return value;
}

} // namespace

KnownIdentifiers::KnownIdentifiers(std::span<const std::string_view> values) {
    for (std::size_t i = 0; i < std::min(values.size(), most_values); ++i) {
        add(trimmed(values[i]), static_cast<std::uint8_t>(i));
    }
    words_.add_joined();
}

void KnownIdentifiers::add(std::string_view value, std::uint8_t index) {
    if (value.empty()) {
        return;
    }
    const std::size_t at = value.substr(0, KnownAddresses::longest + 1).find('@');
    if (at != std::string_view::npos && at > 0 && value.size() <= KnownAddresses::longest &&
        value.find_first_of(" \t\n") == std::string_view::npos) {
        addresses_.add(value, at, index);
        words_.add(value.substr(0, at), index, true);
        return;
    }
    if (!dates_.add(value, index) && !numbers_.add(value, index)) {
        words_.add(value, index, false);
    }
}

std::size_t KnownIdentifiers::read_at(KnownText& text, std::size_t i, std::vector<Finding>& findings) const {
    std::size_t end = i;
    const auto take = [&](const KnownPlace& place) {
        constexpr std::uint8_t confidence = 100; // whatever else it may be
        if (place.end_token > i) {
            findings.push_back({place.begin, place.end, Entity::known, confidence, place.source});
            end = std::max(end, place.end_token);
        }
    };
    if (!addresses_.empty()) {
        take(addresses_.find_at(text, i));
    }
    if (!numbers_.empty()) {
        take(numbers_.find_at(text, i));
    }
    if (end == i && !dates_.empty()) {
        take(dates_.find_at(text, i));
    }
    if (end == i && !words_.empty()) {
        take(words_.find_at(text, i));
    }
    return std::max(end, i + 1);
}

std::size_t KnownIdentifiers::find(std::string_view text, Poll poll, std::vector<Finding>& findings) const {
    if (empty()) {
        return 0;
    }
    KnownText reading(text);
    std::size_t next = 0;
    while (reading.has_more()) {
        next = reading.advance(next, poll);
        const std::size_t until = reading.readable();
        while (next < until) {
            next = read_at(reading, next, findings);
        }
    }
    return reading.steps();
}

} // namespace veil
