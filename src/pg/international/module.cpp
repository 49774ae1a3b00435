// The module pg_veil_international: what needs libphonenumber and ICU, apart, so that only who uses them pays
// for them. It knows no keys, calls nothing of the server and throws nothing: pg_veil calls it, and nobody
// else.
#include "core/international_interface.hpp"
#include "international/case_folding.hpp"
#include "international/phone_number.hpp"
#include "pg/postgres.hpp"

namespace {

namespace international = veil::international;

extern "C" {

std::int64_t fold_case(const char* text, std::size_t size, char* folded, std::size_t capacity) {
    const auto result = international::fold_case({text, size}, {folded, capacity});
    return result ? static_cast<std::int64_t>(*result) : -1;
}

std::size_t regions_of(std::int32_t calling_code, const international::VeilRegionPlan** regions) {
    const auto found = international::regions_of(calling_code);
    *regions = found.data();
    return found.size();
}

bool has_region(const char* region, std::size_t size) {
    return international::has_region({region, size});
}

bool read_national(const char* text, std::size_t size, const char* region, std::size_t region_size,
                   international::VeilPhoneNumber* number) {
    return international::read_national({text, size}, {region, region_size}, *number);
}

std::size_t write_number(const international::VeilPhoneNumber* number,
                         international::VeilPhoneNotation notation, char* out, std::size_t capacity) {
    return international::write_number(*number, notation, {out, capacity});
}

} // extern "C"

constexpr international::VeilInternational functions{
    international::interface_version, fold_case, regions_of, has_region, read_national, write_number};

} // namespace

extern "C" {
PG_MODULE_MAGIC;
PGDLLEXPORT const international::VeilInternational* veil_international();
}

const international::VeilInternational* veil_international() {
    return &functions;
}
