// Vectors of FF1 as lines of text, as build/ff1 reads them.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace veil {

enum class Ff1Direction { encrypt, decrypt };

// A line is KEY, TWEAK, RADIX, TEXT and, if there is one, ALPHABET, with tabs between them.
//   KEY       32, 48 or 64 hexadecimal digits of either case
//   TWEAK     hexadecimal, may be empty
//   RADIX     2 to 65536
//   TEXT      with an alphabet its characters; without one 0-9 and then a-z up to radix 36, above that
//   decimal
//             numerals with commas between them
//   ALPHABET  as many different characters as the radix says; empty or absent for none
// Characters are code points of valid UTF-8, and nothing is normalized. A number has one spelling: no sign,
// no spaces, no leading zeros. A carriage return at the end belongs to the line's end.
//
// The transformed TEXT, spelt likewise; nothing for a line that is not of this form or for which FF1 is not
// defined. Throws std::bad_alloc and CryptoFailure.
[[nodiscard]] std::optional<std::string> transform_ff1_line(std::string_view line, Ff1Direction direction);

// One line of `out` for each of `in`: the result or "invalid". False if a line failed for another reason than
// its content (no memory, no AES; it reads "invalid" too), or if `out` does.
[[nodiscard]] bool transform_ff1_lines(std::istream& in, std::ostream& out, Ff1Direction direction);

} // namespace veil
