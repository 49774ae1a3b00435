// The words that the detector of names goes by: small letters of a to z, one blank between two, none twice in
// a list. Origin and licence: docs/word_lists.md.
#pragma once

#include <string_view>

namespace veil {

extern const std::string_view sure_given_names_a_to_j;
extern const std::string_view sure_given_names_k_to_z;
extern const std::string_view word_given_names;
extern const std::string_view sure_surnames_a_to_g;
extern const std::string_view sure_surnames_h_to_o;
extern const std::string_view sure_surnames_p_to_z;
extern const std::string_view word_surnames;
extern const std::string_view particle_surnames;
extern const std::string_view common_words;
extern const std::string_view place_words;
extern const std::string_view organization_words;
extern const std::string_view words_after_organizations;
extern const std::string_view words_before_organizations;

} // namespace veil
