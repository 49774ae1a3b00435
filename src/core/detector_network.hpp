// E-mail addresses, URLs, IP addresses and MAC addresses in free text.
#pragma once

#include "core/text_scan.hpp"

#include <cstddef>

namespace veil {

// Each is called at a character that such an address must have, and gives where it ends: reading goes on
// there. `at` itself where there is none.

// At an "@": RFC 5321 addresses without quotes or comments, letters of every script (RFC 6531). What is
// before `from` has been read already.
[[nodiscard]] std::size_t find_email(const Scan& scan, std::size_t at, std::size_t from);

// At the ":" of "https://" and other schemes, to the end of the URL; "mailto:" is no part of an address.
[[nodiscard]] std::size_t find_scheme_url(const Scan& scan, std::size_t at);

// At the first "." of "www.example.org/path", or of a domain of a well-known top level.
[[nodiscard]] std::size_t find_bare_url(const Scan& scan, std::size_t at);

// At a digit: four numbers to 255 with dots between, and no fifth. One that could be a version number needs
// a word for it.
[[nodiscard]] std::size_t find_ipv4(const Scan& scan, std::size_t at);

// At a ":": IPv6 in every form of RFC 4291, section 2.2, a zone or prefix length behind it included; six
// pairs of hexadecimal digits are a MAC address.
[[nodiscard]] std::size_t find_colon_address(const Scan& scan, std::size_t at);

// At a "-" behind a pair of hexadecimal digits, or a "." behind four of them: MAC addresses.
[[nodiscard]] std::size_t find_mac(const Scan& scan, std::size_t at);

} // namespace veil
