#include "detection_score.hpp"

#include <algorithm>

namespace veil {
namespace {

double share(std::size_t part, std::size_t whole) noexcept {
    return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
}

bool counts(char byte) noexcept {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (static_cast<unsigned char>(byte) & 0x80U) != 0;
}

constexpr std::uint8_t nothing = 0xff;

// Of each byte the kind of what has it, or nothing.
template <class Spans>
std::vector<std::uint8_t> kinds_of_bytes(std::size_t size, const Spans& spans) {
    std::vector<std::uint8_t> kinds(size, nothing);
    for (const auto& span : spans)
        std::fill(kinds.begin() + static_cast<std::ptrdiff_t>(span.begin),
                  kinds.begin() + static_cast<std::ptrdiff_t>(span.end),
                  static_cast<std::uint8_t>(span.entity));
    return kinds;
}

} // namespace

double EntityScore::recall() const noexcept {
    return share(found, labels);
}
double EntityScore::coverage() const noexcept {
    return share(covered, labels);
}
double EntityScore::precision() const noexcept {
    return share(right, findings);
}

void DetectionScore::add(const CorpusLine& line, std::span<const Finding> findings) {
    const std::vector<std::uint8_t> labelled = kinds_of_bytes(line.text.size(), line.labels);
    const std::vector<std::uint8_t> detected = kinds_of_bytes(line.text.size(), findings);
    for (const Label& label : line.labels) {
        EntityScore& score = entities[static_cast<std::size_t>(label.entity)];
        bool found = true;
        bool covered = true;
        for (std::size_t i = label.begin; i < label.end; ++i) {
            if (!counts(line.text[i]))
                continue;
            found = found && detected[i] == static_cast<std::uint8_t>(label.entity);
            covered = covered && detected[i] != nothing;
        }
        ++score.labels;
        score.found += found ? 1 : 0;
        score.covered += covered ? 1 : 0;
    }
    for (const Finding& finding : findings) {
        EntityScore& score = entities[static_cast<std::size_t>(finding.entity)];
        bool touches = false;
        bool exact = true;
        for (std::size_t i = finding.begin; i < finding.end; ++i) {
            if (!counts(line.text[i]))
                continue;
            touches = touches || labelled[i] == static_cast<std::uint8_t>(finding.entity);
            exact = exact && labelled[i] != nothing;
        }
        ++score.findings;
        score.right += touches && exact ? 1 : 0;
    }
}

DetectionTarget detection_target(Entity entity) noexcept {
    switch (entity) {
    case Entity::name:
        return {0.9, 0.9};
    case Entity::known:
        return {0, 0.99};
    // Without a check digit a form is all there is to see.
    case Entity::phone:
    case Entity::date:
    case Entity::postcode:
    case Entity::license_plate:
        return {0.95, 0.95};
    case Entity::iban:
    case Entity::card:
    case Entity::bsn:
    case Entity::vat:
    case Entity::national_id:
        return {0.99, 0.98};
    default:
        return {0.98, 0.98};
    }
}

} // namespace veil
