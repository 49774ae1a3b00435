// Hierarchies whose labels are computed. The definitions have passed parse_hierarchy_definition().
#pragma once

#include "core/hierarchy_definition.hpp"

namespace veil {

// Whole numbers. Intervals are written "20-24", the open one "90+"; "-10 to -6" where a bound is negative. A
// text is taken for the number that it writes in decimal, if it does.
[[nodiscard]] std::unique_ptr<const Hierarchy> make_interval_hierarchy(const HierarchyDefinition& definition);

// The first characters of a text; "*" where there are none to keep. Characters end where text_masking.hpp
// says.
[[nodiscard]] std::unique_ptr<const Hierarchy> make_prefix_hierarchy(const HierarchyDefinition& definition,
                                                                     CharacterLength length);

// Dates of the proleptic Gregorian calendar: "2024-03-15" > "2024-03" > "2024-Q1" > "2024" > "2020-2029";
// decades and centuries as DateUnit has them, "0044 BC" for years before 1. Infinities have no label.
[[nodiscard]] std::unique_ptr<const Hierarchy> make_date_hierarchy(const HierarchyDefinition& definition);

// Dutch postcodes, with a blank before the letters or without: "1234AB" > "1234" > "12" > "NL". The first
// digit is not 0; the letters are capitals and not SA, SD or SS, which are never given out.
[[nodiscard]] std::unique_ptr<const Hierarchy> make_dutch_postcode_hierarchy();

// Codes of ICD-10 (WHO) and its clinical modifications, with the point or without, in capitals or not:
// "E11.9" > "E11" > "IV (E00-E90)". A code is a letter, a digit, a digit or A or B, and at most four more
// digits or letters; it need not be one that the classification gives out.
[[nodiscard]] std::unique_ptr<const Hierarchy> make_icd10_hierarchy();

} // namespace veil
