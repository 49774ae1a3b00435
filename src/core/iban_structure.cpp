#include "core/iban_structure.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

// The IBAN registry of SWIFT (ISO 13616-2), as of 2026, with the French overseas territories, which use the
// structure of France. Poland's registration names no bank identifier; there it is the first three digits of
// the clearing number.
constexpr std::array iban_structures{
    IbanStructure{"AD", "n8c12", 0, 4},    IbanStructure{"AE", "n19", 0, 3},
    IbanStructure{"AL", "n8c16", 0, 3},    IbanStructure{"AT", "n16", 0, 5},
    IbanStructure{"AX", "n14", 0, 3},      IbanStructure{"AZ", "a4c20", 0, 4},
    IbanStructure{"BA", "n16", 0, 3},      IbanStructure{"BE", "n12", 0, 3},
    IbanStructure{"BG", "a4n6c8", 0, 4},   IbanStructure{"BH", "a4c14", 0, 4},
    IbanStructure{"BI", "n23", 0, 5},      IbanStructure{"BL", "n10c11n2", 0, 5},
    IbanStructure{"BR", "n23a1c1", 0, 8},  IbanStructure{"BY", "c4n4c16", 0, 4},
    IbanStructure{"CH", "n5c12", 0, 5},    IbanStructure{"CR", "n18", 0, 4},
    IbanStructure{"CY", "n8c16", 0, 3},    IbanStructure{"CZ", "n20", 0, 4},
    IbanStructure{"DE", "n18", 0, 8},      IbanStructure{"DJ", "n23", 0, 5},
    IbanStructure{"DK", "n14", 0, 4},      IbanStructure{"DO", "c4n20", 0, 4},
    IbanStructure{"EE", "n16", 0, 2},      IbanStructure{"EG", "n25", 0, 4},
    IbanStructure{"ES", "n20", 0, 4},      IbanStructure{"FI", "n14", 0, 3},
    IbanStructure{"FK", "a2n12", 0, 2},    IbanStructure{"FO", "n14", 0, 4},
    IbanStructure{"FR", "n10c11n2", 0, 5}, IbanStructure{"GB", "a4n14", 0, 4},
    IbanStructure{"GE", "a2n16", 0, 2},    IbanStructure{"GF", "n10c11n2", 0, 5},
    IbanStructure{"GG", "a4n14", 0, 4},    IbanStructure{"GI", "a4c15", 0, 4},
    IbanStructure{"GL", "n14", 0, 4},      IbanStructure{"GP", "n10c11n2", 0, 5},
    IbanStructure{"GR", "n7c16", 0, 3},    IbanStructure{"GT", "c24", 0, 4},
    IbanStructure{"HR", "n17", 0, 7},      IbanStructure{"HU", "n24", 0, 3},
    IbanStructure{"IE", "a4n14", 0, 4},    IbanStructure{"IL", "n19", 0, 3},
    IbanStructure{"IM", "a4n14", 0, 4},    IbanStructure{"IQ", "a4n15", 0, 4},
    IbanStructure{"IS", "n22", 0, 2},      IbanStructure{"IT", "a1n10c12", 1, 6},
    IbanStructure{"JE", "a4n14", 0, 4},    IbanStructure{"JO", "a4n4c18", 0, 4},
    IbanStructure{"KW", "a4c22", 0, 4},    IbanStructure{"KZ", "n3c13", 0, 3},
    IbanStructure{"LB", "n4c20", 0, 4},    IbanStructure{"LC", "a4c24", 0, 4},
    IbanStructure{"LI", "n5c12", 0, 5},    IbanStructure{"LT", "n16", 0, 5},
    IbanStructure{"LU", "n3c13", 0, 3},    IbanStructure{"LV", "a4c13", 0, 4},
    IbanStructure{"LY", "n21", 0, 3},      IbanStructure{"MC", "n10c11n2", 0, 5},
    IbanStructure{"MD", "c20", 0, 2},      IbanStructure{"ME", "n18", 0, 3},
    IbanStructure{"MF", "n10c11n2", 0, 5}, IbanStructure{"MK", "n3c10n2", 0, 3},
    IbanStructure{"MN", "n16", 0, 4},      IbanStructure{"MQ", "n10c11n2", 0, 5},
    IbanStructure{"MR", "n23", 0, 5},      IbanStructure{"MT", "a4n5c18", 0, 4},
    IbanStructure{"MU", "a4n19a3", 0, 6},  IbanStructure{"NC", "n10c11n2", 0, 5},
    IbanStructure{"NI", "a4n20", 0, 4},    IbanStructure{"NL", "a4n10", 0, 4},
    IbanStructure{"NO", "n11", 0, 4},      IbanStructure{"OM", "n3c16", 0, 3},
    IbanStructure{"PF", "n10c11n2", 0, 5}, IbanStructure{"PK", "a4c16", 0, 4},
    IbanStructure{"PL", "n24", 0, 3},      IbanStructure{"PM", "n10c11n2", 0, 5},
    IbanStructure{"PS", "a4c21", 0, 4},    IbanStructure{"PT", "n21", 0, 4},
    IbanStructure{"QA", "a4c21", 0, 4},    IbanStructure{"RE", "n10c11n2", 0, 5},
    IbanStructure{"RO", "a4c16", 0, 4},    IbanStructure{"RS", "n18", 0, 3},
    IbanStructure{"RU", "n14c15", 0, 9},   IbanStructure{"SA", "n2c18", 0, 2},
    IbanStructure{"SC", "a4n20a3", 0, 6},  IbanStructure{"SD", "n14", 0, 2},
    IbanStructure{"SE", "n20", 0, 3},      IbanStructure{"SI", "n15", 0, 5},
    IbanStructure{"SK", "n20", 0, 4},      IbanStructure{"SM", "a1n10c12", 1, 6},
    IbanStructure{"SO", "n19", 0, 4},      IbanStructure{"ST", "n21", 0, 4},
    IbanStructure{"SV", "a4n20", 0, 4},    IbanStructure{"TF", "n10c11n2", 0, 5},
    IbanStructure{"TL", "n19", 0, 3},      IbanStructure{"TN", "n20", 0, 2},
    IbanStructure{"TR", "n6c16", 0, 5},    IbanStructure{"UA", "n6c19", 0, 6},
    IbanStructure{"VA", "n18", 0, 3},      IbanStructure{"VG", "a4n16", 0, 4},
    IbanStructure{"WF", "n10c11n2", 0, 5}, IbanStructure{"XK", "n16", 0, 2},
    IbanStructure{"YT", "n10c11n2", 0, 5},
};
static_assert(std::ranges::is_sorted(iban_structures, {}, &IbanStructure::country));

} // namespace

const IbanStructure* find_iban_structure(std::string_view country) noexcept {
    const auto* const found = std::ranges::lower_bound(iban_structures, country, {}, &IbanStructure::country);
    return found != iban_structures.end() && found->country == country ? found : nullptr;
}

std::span<const IbanStructure> all_iban_structures() noexcept {
    return iban_structures;
}

} // namespace veil
