// Surnames in small letters, and what says that a person is due.
#pragma once

#include "core/name_window.hpp"

namespace veil {

// How many particles in small letters begin with word i.
[[nodiscard]] std::size_t small_particles_at(const NameWindow& words, std::size_t i);

// Behind "j.p." of "j.p. de boer"; i where there are none.
[[nodiscard]] std::size_t small_initials_end(const NameWindow& words, std::size_t i);

// "o'" of "o'connor"
[[nodiscard]] bool is_elided(const NameWindow& words, std::size_t i);

// "janssen-de wit": the end of a surname whose last word is `last`, with what a hyphen joins to it.
[[nodiscard]] std::size_t hyphenated_end(const NameWindow& words, std::size_t last);

// "met anna groen", "kun je anna groen": an everyday word may be a surname.
[[nodiscard]] bool is_called(const NameWindow& words, std::size_t i);

// Behind a role or "naam:", or one who writes: "anna groen: hallo", "anna groen <anna@example.nl>".
[[nodiscard]] bool is_person_due(const NameWindow& words, std::size_t i);

// The end of the surname that follows the given name `first` at word i; 0 for none.
[[nodiscard]] std::size_t small_surname_end(const NameWindow& words, std::size_t first, std::size_t i);

// "h.c. reddy": its end, from the initial at word i on; i for none.
[[nodiscard]] std::size_t small_name_behind_initials(const NameWindow& words, std::size_t i);

// "door n schouten": its end, without a full stop behind the initial; i for none.
[[nodiscard]] std::size_t small_name_behind_letter(const NameWindow& words, std::size_t i);

// "huisarts de groot", "operateur hoekstra": its end behind a role; i for none.
[[nodiscard]] std::size_t small_surname_of_role(const NameWindow& words, std::size_t i);

} // namespace veil
