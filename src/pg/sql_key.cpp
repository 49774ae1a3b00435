// veil.key: the capability to use a key. Who does not hold the key cannot make a value of the type.
#include "pg/catalog.hpp"
#include "pg/key_store.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

namespace {

struct ParsedKey {
    std::string_view name;
    std::optional<std::int32_t> version;
};

// name/version; a name without a version means the active one.
ParsedKey parse_key(std::string_view input) {
    std::size_t slash = input.rfind('/');
    if (slash == std::string_view::npos || slash + 1 == input.size() || input.size() - slash > 10) {
        return {input, std::nullopt};
    }
    std::int32_t version = 0;
    for (char digit : input.substr(slash + 1)) {
        if (digit < '0' || digit > '9') {
            return {input, std::nullopt};
        }
        version = version * 10 + (digit - '0');
    }
    return {input.substr(0, slash), version};
}

[[noreturn]] void refuse_key(std::string_view name) {
    throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "permission denied for key \"" + std::string(name) + "\"");
}

Datum new_key_value(std::string_view name, std::int32_t version) {
    return call([&] {
        const std::size_t size = offsetof(KeyValue, name) + name.size();
        auto* value = static_cast<KeyValue*>(palloc0(size));
        SET_VARSIZE(value, size);
        value->version = version;
        memcpy(value->name, name.data(), name.size());
        return PointerGetDatum(value);
    });
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
            throw Refusal(ERRCODE_UNDEFINED_OBJECT, "key \"" + std::string(key.name) + "\" does not exist",
                          "Create it with veil.create_key.");
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

// create_key(name): the secret is made here and goes to the keyring; the catalog gets its check value.
// Called by veil.create_key, which has checked the name and chosen the version; returns the check value.
VEIL_FUNCTION(veil_make_key)
{
    std::string_view name = call([&] { return text_argument(fcinfo, 0); });
    std::int32_t version = PG_GETARG_INT32(1);
    call([] { PreventCommandDuringRecovery("veil.create_key()"); });
    if (name.empty() || name.size() >= NAMEDATALEN || parse_key(name).version) {
        throw Refusal(ERRCODE_INVALID_NAME, "\"" + std::string(name) + "\" cannot be the name of a key",
                      "A key name has 1 to 63 bytes and does not end in a slash and digits.");
    }
    NewKey key = create_data_key(name, version);
    return call([&] {
        auto* check = new_text(key.check.size());
        memcpy(VARDATA(check), key.check.data(), key.check.size());
        return PointerGetDatum(check);
    });
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
