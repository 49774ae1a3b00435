// numeric datums as fixed-point numbers of the core, and back. Backend code.
#pragma once

#include "core/stored_decimal.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

// The bytes behind the length word; detoasts where needed, but does not copy for a short length word.
[[nodiscard]] inline std::span<const std::uint8_t> stored_numeric(Datum value) {
    return byte_span(view_of(PG_DETOAST_DATUM_PACKED(value)));
}

[[nodiscard]] inline Datum numeric_datum(std::int64_t units, int groups, int decimals) {
    auto* result = static_cast<char*>(palloc(VARHDRSZ + longest_stored_decimal));
    const std::size_t size =
        write_stored_decimal(units, groups, decimals,
                             std::span<std::uint8_t, longest_stored_decimal>(
                                 reinterpret_cast<std::uint8_t*>(result) + VARHDRSZ, longest_stored_decimal));
    SET_VARSIZE(result, VARHDRSZ + size);
    return PointerGetDatum(result);
}

// The same with a length word of one byte, as a range or an array holds it. Returns the bytes written: at
// most 1 + longest_stored_decimal.
[[nodiscard]] inline std::size_t write_short_numeric(std::int64_t units, int groups, int decimals,
                                                     char* out) {
    const std::size_t size =
        write_stored_decimal(units, groups, decimals,
                             std::span<std::uint8_t, longest_stored_decimal>(
                                 reinterpret_cast<std::uint8_t*>(out) + 1, longest_stored_decimal));
    SET_VARSIZE_SHORT(out, 1 + size);
    return 1 + size;
}

} // namespace veil::pg
