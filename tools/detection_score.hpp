// How well the detectors of free text find what a labelled corpus has.
#pragma once

#include "corpus_line.hpp"

#include <array>
#include <span>

namespace veil {

// Of one kind of identifier. Letters and digits count, what stands between them does not.
struct EntityScore {
    std::size_t labels = 0;
    std::size_t found = 0;   // labels all of whose letters and digits are in findings of their kind
    std::size_t covered = 0; // ... in findings of any kind: what scrubbing takes out
    std::size_t findings = 0;
    std::size_t right =
        0; // findings with a letter or digit of a label of their kind, and none that no label has

    [[nodiscard]] double recall() const noexcept;    // found of labels, 1 for none
    [[nodiscard]] double coverage() const noexcept;  // covered of labels
    [[nodiscard]] double precision() const noexcept; // right of findings
};

struct DetectionScore {
    std::array<EntityScore, entity_count> entities;

    // Adds a line whose text has these findings, in the order of the text and without overlaps.
    void add(const CorpusLine& line, std::span<const Finding> findings);

    [[nodiscard]] const EntityScore& of(Entity entity) const noexcept {
        return entities[static_cast<std::size_t>(entity)];
    }
};

// What is asked of the detectors.
struct DetectionTarget {
    double precision;
    double recall;
};
[[nodiscard]] DetectionTarget detection_target(Entity entity) noexcept;

} // namespace veil
