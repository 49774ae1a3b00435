// Names of persons in free text, by dictionary and context: a word of the lists is a name only where a
// capital, a title, a role, initials or another name says so, and a word of no list may be one beside them.
#pragma once

#include "core/finding.hpp"

namespace veil {

// Adds findings of Entity::name: the name itself with its initials and particles, without title ("J.P. van
// den Berg" of "dhr. J.P. van den Berg") and without the 's of a genitive. Dutch and English texts; names in
// Latin letters.
void find_names(std::string_view text, Poll poll, std::vector<Finding>& findings);

} // namespace veil
