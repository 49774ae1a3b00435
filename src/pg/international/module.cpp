// The module pg_veil_international: what needs libphonenumber and ICU, apart, so that only who uses them pays
// for them. It knows no keys, calls nothing of the server and throws nothing: pg_veil calls it, and nobody
// else.
#include "international/case_folding.hpp"
#include "international/interface.hpp"
#include "pg/postgres.hpp"

namespace {

using veil::international::VeilInternational;

extern "C" std::int64_t fold_case(const char* text, std::size_t size, char* folded, std::size_t capacity) {
    const auto result = veil::international::fold_case({text, size}, {folded, capacity});
    return result ? static_cast<std::int64_t>(*result) : -1;
}

constexpr VeilInternational functions{veil::international::interface_version, fold_case};

} // namespace

extern "C" {
PG_MODULE_MAGIC;
PGDLLEXPORT const VeilInternational* veil_international();
}

const VeilInternational* veil_international() {
    return &functions;
}
