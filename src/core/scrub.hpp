// Free text without the identifiers that are found in it.
#pragma once

#include "core/detection.hpp"
#include "core/pseudonym.hpp"
#include "core/scrub_options.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

// A rule's own expressions, compiled; an interface, so that this layer does not depend on the library.
class PatternMatcher {
  public:
    PatternMatcher() = default;
    PatternMatcher(const PatternMatcher&) = delete;
    PatternMatcher& operator=(const PatternMatcher&) = delete;
    virtual ~PatternMatcher() = default;

    struct Match {
        std::size_t begin;
        std::size_t end;
    };
    // The first match of an expression of the options at or after `from`; never empty. Throws std::bad_alloc.
    [[nodiscard]] virtual std::optional<Match> find(std::size_t pattern, std::string_view text,
                                                    std::size_t from) const = 0;
};

// What a scrubber asks of others.
struct ScrubServices {
    // Needed where phone numbers are looked for.
    PhoneLibrary* phones = nullptr;
    // Needed where the options have patterns.
    const PatternMatcher* patterns = nullptr;
    // Needed where pseudonyms are put in.
    const TextPseudonym* pseudonyms = nullptr;
    Poll poll = poll_nothing;
    // Else each byte of the text is a character, and only what is ASCII is found.
    bool is_utf8 = true;
};

// Longer texts are suppressed: they are no notes, and what is found in one takes memory.
inline constexpr std::size_t longest_scrubbed_text = std::size_t{16} << 20;

// What is found in a text, resolved: nothing overlaps, and all is in the order of the text. `known` are this
// row's own identifiers, in any order, empty ones for none. Throws std::bad_alloc, and what `poll` throws.
[[nodiscard]] std::vector<Finding> find_identifiers(std::string_view text, const ScrubOptions& options,
                                                    std::span<const std::string_view> known,
                                                    const ScrubServices& services);

// The text with something else in the place of each finding. Of tags "<EMAIL>", "<LICENSE_PLATE>" or "<NAME>"
// of a pattern's name; of a pseudonym "<EMAIL:...>", that of the canonical form (canonical_identifier.hpp),
// and of a known identifier that of its column's value. Nothing else of the text changes, and tags that it
// had stay. Nothing for a text longer than longest_scrubbed_text. Throws as find_identifiers() does.
[[nodiscard]] std::optional<std::string> scrub(std::string_view text, const ScrubOptions& options,
                                               std::span<const std::string_view> known,
                                               const ScrubServices& services);

} // namespace veil
