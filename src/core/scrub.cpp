#include "core/scrub.hpp"

#include "core/canonical_identifier.hpp"
#include "core/detector_names.hpp"
#include "core/known_identifiers.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// What the rule itself says is surest.
constexpr std::uint8_t pattern_confidence = 99;

void find_patterns(std::string_view text, const ScrubOptions& options, const ScrubServices& services,
                   std::vector<Finding>& findings) {
    for (std::size_t i = 0; i < options.patterns.size(); ++i) {
        std::size_t polled = 0;
        std::size_t from = 0;
        while (const auto match = services.patterns->find(i, text, from)) {
            findings.push_back({match->begin, match->end, Entity::pattern, pattern_confidence,
                                static_cast<std::uint8_t>(i + 1)});
            from = match->end;
            if (from - polled >= poll_interval / 64) {
                services.poll();
                polled = from;
            }
        }
    }
}

// Which column a finding is of, so that it has the pseudonym of the column's value: the first whose value
// alone would be found there. One that takes several columns, such as a first and a last name, is of none.
void name_sources(std::string_view text, std::span<const std::string_view> known, Poll poll,
                  std::span<Finding> findings) {
    for (std::size_t i = 0; i < known.size(); ++i) {
        const KnownIdentifiers one(known.subspan(i, 1));
        if (one.empty())
            continue;
        for (Finding& finding : findings) {
            const std::size_t size = finding.end - finding.begin;
            std::vector<Finding> found;
            if (finding.source == 0)
                one.find(text.substr(finding.begin, size), poll, found);
            if (found.size() == 1 && found[0].begin == 0 && found[0].end == size)
                finding.source = static_cast<std::uint8_t>(i + 1);
        }
    }
}

void find_known(std::string_view text, const ScrubOptions& options, std::span<const std::string_view> known,
                const ScrubServices& services, std::vector<Finding>& findings) {
    const KnownIdentifiers identifiers(known);
    if (identifiers.empty())
        return;
    const std::size_t before = findings.size();
    identifiers.find(text, services.poll, findings);
    if (options.replacement == Replacement::pseudonym)
        name_sources(text, known, services.poll, std::span(findings).subspan(before));
}

// A cut within a character would leave a part of it.
void widen_to_characters(std::string_view text, std::vector<Finding>& findings) noexcept {
    const auto continues = [text](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    for (Finding& finding : findings) {
        while (finding.begin > 0 && continues(finding.begin))
            --finding.begin;
        while (continues(finding.end))
            ++finding.end;
    }
}

std::string_view tag_of(const Finding& finding, const ScrubOptions& options) {
    return finding.entity == Entity::pattern ? std::string_view(options.patterns[finding.source - 1].name)
                                             : entity_tag(finding.entity);
}

std::size_t character_size(std::string_view text) noexcept {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
        ++size;
    return std::min(size, text.size());
}

void append_mask(std::string& result, std::string_view found, const ScrubOptions& options, bool is_utf8) {
    if (!options.keeps_length) {
        result += options.fill;
        return;
    }
    const auto size = [is_utf8](std::string_view text) { return is_utf8 ? character_size(text) : 1; };
    const std::string_view fill = std::string_view(options.fill).substr(0, size(options.fill));
    for (; !found.empty(); found.remove_prefix(size(found)))
        result += fill;
}

void append_pseudonym(std::string& result, const Finding& finding, std::string_view found,
                      const ScrubOptions& options, std::span<const std::string_view> known,
                      const ScrubServices& services) {
    const std::string canonical =
        finding.entity == Entity::known && finding.source > 0 && finding.source <= known.size()
            ? std::string(known[finding.source - 1])
            : canonical_identifier(finding.entity, found, services.phones, options.region);
    std::array<char, TextPseudonym::size> pseudonym{};
    services.pseudonyms->apply({reinterpret_cast<const std::uint8_t*>(canonical.data()), canonical.size()},
                               pseudonym);
    result.append("<").append(tag_of(finding, options)).append(":");
    result.append(pseudonym.data(), pseudonym.size()).append(">");
}

} // namespace

std::vector<Finding> find_identifiers(std::string_view text, const ScrubOptions& options,
                                      std::span<const std::string_view> known,
                                      const ScrubServices& services) {
    constexpr std::size_t usual_findings = 16;
    std::vector<Finding> findings;
    findings.reserve(usual_findings);
    find_entities(text, {options.wanted, options.languages, services.phones, options.region}, services.poll,
                  findings);
    if (options.wanted.has(Entity::name))
        find_names(text, services.poll, findings);
    if (!known.empty() && options.wanted.has(Entity::known))
        find_known(text, options, known, services, findings);
    find_patterns(text, options, services, findings);
    if (services.is_utf8)
        widen_to_characters(text, findings);
    resolve_findings(findings);
    return findings;
}

std::optional<std::string> scrub(std::string_view text, const ScrubOptions& options,
                                 std::span<const std::string_view> known, const ScrubServices& services) {
    if (text.size() > longest_scrubbed_text)
        return std::nullopt;
    const std::vector<Finding> findings = find_identifiers(text, options, known, services);
    std::string result;
    result.reserve(text.size() + findings.size() * 8);
    std::size_t copied = 0;
    std::size_t polled = 0;
    for (const Finding& finding : findings) {
        result.append(text.substr(copied, finding.begin - copied));
        const std::string_view found = text.substr(finding.begin, finding.end - finding.begin);
        switch (options.replacement) {
        case Replacement::tag:
            result.append("<").append(tag_of(finding, options)).append(">");
            break;
        case Replacement::mask:
            append_mask(result, found, options, services.is_utf8);
            break;
        case Replacement::pseudonym:
            append_pseudonym(result, finding, found, options, known, services);
            break;
        }
        copied = finding.end;
        if (copied - polled >= poll_interval) {
            services.poll();
            polled = copied;
        }
    }
    result.append(text.substr(copied));
    return result;
}

} // namespace veil
