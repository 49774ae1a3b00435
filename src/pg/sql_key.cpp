// veil.key: the capability to use a key. Who does not hold the key cannot make a value of the type.
#include "pg/catalog.hpp"
#include "pg/key_store.hpp"
#include "pg/key_value.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

namespace {

[[noreturn]] void refuse_key(std::string_view name) {
    throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied for key \"" + std::string(name) + "\"");
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

VEIL_FUNCTION(veil_key_in)
{
    std::string_view input = PG_GETARG_CSTRING(0);
    ParsedKey key = parse_key(input);
    // The same refusal whether the key exists or not.
    if (!call([&] { return holds_key(GetUserId(), key.name); })) {
        refuse_key(key.name);
    }
    if (key.name.empty() || key.name.size() >= NAMEDATALEN) {
        throw Refusal(ERRCODE_INVALID_NAME, "a key name has 1 to 63 bytes");
    }
    if (!key.version) {
        KeyVersion active = call([&] { return find_active_version(key.name); });
        if (!active.found) {
            refuse_without_active_version(key.name);
        }
        key.version = active.version;
    }
    return new_key_value(key.name, *key.version);
}

VEIL_BACKEND_FUNCTION(veil_key_out)
{
    auto* value = reinterpret_cast<KeyValue*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(0)));
    std::string_view name = value->key_name();
    PG_RETURN_CSTRING(psprintf("%.*s/%d", static_cast<int>(name.size()), name.data(), value->version));
}

// Statement trigger on veil.key_version and veil.key_grant: every backend forgets what it prepared.
VEIL_BACKEND_FUNCTION(veil_keys_changed)
{
    if (!CALLED_AS_TRIGGER(fcinfo)) {
        ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
                        errmsg("veil.keys_changed is a trigger function")));
    }
    CacheInvalidateRelcacheByRelid(veil_relation("key_version"));
    PG_RETURN_POINTER(nullptr);
}

VEIL_FUNCTION(veil_holds_key)
{
    Oid role = PG_GETARG_OID(0);
    std::string_view name = call([&] { return text_argument(fcinfo, 1); });
    return BoolGetDatum(call([&] { return holds_key(role, name); }));
}
