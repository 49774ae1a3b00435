// The bytes of SQL text values, and text values from bytes.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// The bytes of a text, varchar or bytea datum that is not toasted any more.
[[nodiscard]] inline std::string_view view_of(const void* value) noexcept {
    return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

[[nodiscard]] inline std::span<const std::uint8_t> byte_span(std::string_view value) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()};
}

// Backend code: detoasts where needed.
[[nodiscard]] inline std::string_view text_argument(FunctionCallInfo fcinfo, int number) {
    return view_of(PG_DETOAST_DATUM_PACKED(fcinfo->args[number].value));
}

// Backend code: an uninitialised text of `size` bytes.
[[nodiscard]] inline text* new_text(std::size_t size) {
    auto* result = static_cast<text*>(palloc(VARHDRSZ + size));
    SET_VARSIZE(result, VARHDRSZ + size);
    return result;
}

[[nodiscard]] inline Datum text_datum(std::string_view value) {
    return PointerGetDatum(cstring_to_text_with_len(value.data(), static_cast<int>(value.size())));
}

} // namespace veil::pg
