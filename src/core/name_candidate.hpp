// Words that may be a name, by how they are written and which lists have them.
#pragma once

#include "core/name_window.hpp"

namespace veil {

// Words of a text from `first` on, and what they look like as a name.
struct NameCandidate {
    std::size_t first = 0;
    std::size_t end = 0; // behind the last word
    int initials = 0;
    int sure_givens = 0;
    int word_givens = 0;
    int unknown = 0;
    int sure_surnames = 0; // behind another name or a particle, or alone
    int word_surnames = 0;
    int particles = 0;
    bool old_particles = false;
    bool particle_home = false; // the word behind the particles is a surname that has them
    std::size_t words = 0;      // that are neither initials nor particles
    std::size_t last_word = 0;
};

// The longest such words from word i on; no words where there are none.
[[nodiscard]] NameCandidate candidate_at(const NameWindow& words, std::size_t i);

// How many particles begin with word i, if what follows them is like a name: "van den" of "van den Berg".
[[nodiscard]] std::size_t particles_at(const NameWindow& words, std::size_t i);

} // namespace veil
