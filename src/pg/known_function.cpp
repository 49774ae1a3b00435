#include "pg/known_function.hpp"

#include "pg/catalog.hpp"

#include <algorithm>
#include <array>

namespace veil::pg {

namespace {

struct KnownFunction {
    static constexpr std::size_t most_types = 8;

    const char* name;
    std::size_t count;
    std::array<Oid, most_types> types;
    Oid function;

    [[nodiscard]] bool is_of(const char* other_name, std::span<const Oid> other_types) const {
        return count == other_types.size() && strcmp(name, other_name) == 0 &&
               std::equal(other_types.begin(), other_types.end(), types.begin());
    }
};

// Few are asked for; when it is full, the oldest makes room.
std::array<KnownFunction, 32> known;
std::size_t known_count = 0;
std::size_t next_place = 0;
bool watches = false;

void forget(Datum /*argument*/, int /*cache*/, uint32 /*hash*/) {
    known_count = 0;
    next_place = 0;
}

void watch() {
    if (!watches) {
        CacheRegisterSyscacheCallback(PROCOID, forget, Datum{0});
        CacheRegisterSyscacheCallback(NAMESPACEOID, forget, Datum{0});
        watches = true;
    }
}

void keep(const char* name, std::span<const Oid> types, Oid function) {
    KnownFunction& place = known[next_place];
    place.name = name;
    place.count = types.size();
    std::ranges::copy(types, place.types.begin());
    place.function = function;
    next_place = (next_place + 1) % known.size();
    known_count = std::min(known_count + 1, known.size());
}

} // namespace

Oid known_function(const char* name, std::span<const Oid> types) {
    const std::span<const KnownFunction> kept = std::span(known).first(known_count);
    const auto found = std::ranges::find_if(
        kept, [&](const KnownFunction& function) { return function.is_of(name, types); });
    if (found != kept.end()) {
        return found->function;
    }
    watch();
    const Oid schema = veil_schema();
    if (!OidIsValid(schema)) {
        return InvalidOid;
    }
    const Oid function =
        GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
                        PointerGetDatum(buildoidvector(types.data(), static_cast<int>(types.size()))),
                        ObjectIdGetDatum(schema));
    if (OidIsValid(function) && types.size() <= KnownFunction::most_types) {
        keep(name, types, function);
    }
    return function;
}

Oid known_function(const char* name, std::initializer_list<Oid> types) {
    return known_function(name, std::span(std::data(types), types.size()));
}

FuncExpr* run_time() {
    return makeFuncExpr(known_function("run_time", std::span<const Oid>()), RECORDOID, NIL, InvalidOid,
                        InvalidOid, COERCE_EXPLICIT_CALL);
}

} // namespace veil::pg
