#include "pg/spatial_type.hpp"

namespace veil::pg {

const char* spatial_type(Oid type) {
    const Oid extension = get_extension_oid("postgis", true);
    if (!OidIsValid(extension) || getExtensionOfObject(TypeRelationId, type) != extension) {
        return nullptr;
    }
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
    if (!HeapTupleIsValid(tuple)) {
        return nullptr;
    }
    const char* name = NameStr(reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typname);
    const char* found = strcmp(name, "geometry") == 0    ? "geometry"
                        : strcmp(name, "geography") == 0 ? "geography"
                                                         : nullptr;
    ReleaseSysCache(tuple);
    return found;
}

} // namespace veil::pg
