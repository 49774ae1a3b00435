// The formats of texts: the core's, and "phone", for which libphonenumber is needed.
#pragma once

#include "core/text_format.hpp"

namespace veil::pg {

// C++ code. Throws InvalidFormat for a text that names no format, and refuses as phone_library().
[[nodiscard]] TextFormat make_text_format(const Key256& key, std::string_view format);

} // namespace veil::pg
