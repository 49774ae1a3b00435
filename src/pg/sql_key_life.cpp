// The life of a key: made, rotated, destroyed, wrapped under another root key; and what state its versions
// are in on this server.
#include "core/hex.hpp"
#include "pg/catalog.hpp"
#include "pg/index_builder.hpp"
#include "pg/key_destruction.hpp"
#include "pg/key_store.hpp"
#include "pg/key_value.hpp"
#include "pg/keyring_file.hpp"
#include "pg/release_builder.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

namespace {

// Whoever was granted EXECUTE by mistake still holds no key.
void require_all_keys() {
    if (!call([] { return holds_all_keys(GetUserId()); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "must be superuser or a member of the extension's owner to keep keys");
    }
}

void require_change(const char* command) {
    require_all_keys();
    call([&] { PreventCommandDuringRecovery(command); });
}

std::string name_argument(FunctionCallInfo fcinfo) {
    return std::string(call([&] { return text_argument(fcinfo, 0); }));
}

CheckValue check_of(std::string_view bytes) {
    CheckValue check{};
    if (bytes.size() == check.size()) {
        std::copy(bytes.begin(), bytes.end(), check.begin());
    }
    return check;
}

// Makes the secret first: what it leaves in the keyring when the rest fails is unused, and nothing worse.
void insert_version(const Spi& spi, const std::string& name, std::int32_t version) {
    const CheckValue check = create_data_key(name, version);
    spi.execute("INSERT INTO veil.key_version (name, version, state, algorithm, check_value) "
                "VALUES ($1, $2::integer, 'active', 'HKDF-SHA-256', $3::bytea)",
                {name, std::to_string(version), "\\x" + to_hex(check)});
}

// Where this transaction's snapshot is too old to see the row, an UPDATE would silently leave it as it is.
void set_state(const Spi& spi, const std::string& name, std::int32_t version, const char* state) {
    spi.execute("UPDATE veil.key_version SET state = $3, state_since = pg_catalog.now(), "
                "state_by = session_user WHERE name = $1 AND version = $2::integer",
                {name, std::to_string(version), state});
    if (SPI_processed != 1) {
        throw Refusal(ERRCODE_T_R_SERIALIZATION_FAILURE,
                      "key \"" + name + "\" was changed by another transaction meanwhile",
                      "Try it again in a new transaction.");
    }
}

// The releases with a rule that names the key, or a sample or noise by it.
std::vector<ReleaseName> releases_with_key(const Spi& spi, const std::string& name) {
    std::vector<ReleaseName> releases;
    for (const Row& row : spi.query("SELECT r.policy, r.relation FROM veil.rule r, "
                                    "LATERAL veil.named_references('params', r.technique, r.params) f "
                                    "WHERE f.named = 'key' AND f.name = $1 UNION SELECT policy, relation "
                                    "FROM veil.release WHERE sample->>'key' = $1 "
                                    "OR disclosure->>'cell_key' = $1 ORDER BY 1, 2",
                                    {name})) {
        releases.push_back({*row[0], *row[1]});
    }
    return releases;
}

// These two allocate nothing that outlives their SPI connection.
void create_key(const std::string& name) {
    Spi spi;
    lock_catalog();
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    if (!spi.query("SELECT 1 FROM veil.key_version WHERE name = $1", {name}).empty()) {
        throw Refusal(ERRCODE_DUPLICATE_OBJECT, "key \"" + name + "\" already exists",
                      "veil.rotate_key makes a new version of it.");
    }
    insert_version(spi, name, 1);
}

std::int32_t rotate_key(const std::string& name) {
    Spi spi;
    lock_catalog();
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    const KeyVersion latest = call([&] { return find_latest_version(name); });
    if (!latest.found) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "key \"" + name + "\" does not exist",
                      "Create it with veil.create_key.");
    }
    const KeyVersion active = call([&] { return find_active_version(name); });
    if (active.found) {
        set_state(spi, name, active.version, "retired");
    }
    const std::int32_t version = latest.version + 1;
    insert_version(spi, name, version);
    for (const ReleaseName& release : releases_with_key(spi, name)) {
        build_release(spi, release.policy, release.relation, Occasion::key_rotated, InvalidOid, InvalidOid);
    }
    return version;
}

const char* word_of(KeyCondition condition) {
    switch (condition) {
    case KeyCondition::usable:
        return "usable";
    case KeyCondition::absent:
        return "not in the keyring";
    case KeyCondition::destroyed:
        return "destroyed";
    case KeyCondition::no_root_key:
        return "no root key";
    case KeyCondition::other_root_key:
        return "cannot be unwrapped";
    }
    return "";
}

// What stands in the keyring is of other databases too, in their encodings.
std::string printable(const std::string& name) {
    const bool valid = call([&] {
        return pg_verify_mbstr(GetDatabaseEncoding(), name.data(), static_cast<int>(name.size()), true);
    });
    if (valid) {
        return name;
    }
    return "\\x" + to_hex({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// create_key(name): the secret is made here and goes to the keyring; the catalog gets its check value.
VEIL_FUNCTION(veil_create_key)
{
    require_change("veil.create_key()");
    const std::string name = name_argument(fcinfo);
    if (name.empty() || name.size() >= NAMEDATALEN || parse_key(name).version) {
        throw Refusal(ERRCODE_INVALID_NAME, "\"" + name + "\" cannot be the name of a key",
                      "A key name has 1 to 63 bytes and does not end in a slash and digits.");
    }
    create_key(name);
    return new_key_value(name, 1);
}

// rotate_key(name): a new active version, and every view that has the key built again with it.
VEIL_FUNCTION(veil_rotate_key)
{
    require_change("veil.rotate_key()");
    const std::string name = name_argument(fcinfo);
    const std::int32_t version = rotate_key(name);
    return new_key_value(name, version);
}

// destroy_key(name, version). Again for one that was destroyed before: its entry may have come back from a
// backup.
VEIL_FUNCTION(veil_destroy_key)
{
    require_change("veil.destroy_key()");
    const std::string name = name_argument(fcinfo);
    const std::int32_t version = PG_GETARG_INT32(1);
    Spi spi;
    lock_catalog();
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    const KeyVersion row = call([&] { return find_key_version(name, version); });
    if (!row.found) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT,
                      "key \"" + name + "\" version " + std::to_string(version) + " does not exist");
    }
    // A keyring that cannot be read cannot be written to at the end either: better to know now.
    const bool here = current_keyring().find(name, static_cast<std::uint32_t>(version), row.check) != nullptr;
    const bool was_active = call([&] { return find_active_version(name); }).version == version;
    if (!row.destroyed) {
        set_state(spi, name, version, "destroyed");
    }
    destroy_at_commit(name, version, row.check);
    std::size_t indexes = 0;
    {
        OwnChange own;
        indexes = drop_indexes_of_key(spi, name, version);
    }
    const std::size_t releases = was_active ? releases_with_key(spi, name).size() : 0;
    call([&] {
        if (!here) {
            ereport(WARNING, (errmsg("key \"%s\" version %d is not in the keyring", name.c_str(), version),
                              errhint("Where it is, it has to be destroyed too.")));
        }
        if (indexes > 0) {
            ereport(NOTICE, (errmsg("indexes of pseudonyms that were dropped: %zu", indexes),
                             errhint("veil.index_rule makes them again when the key was rotated.")));
        }
        if (releases > 0) {
            ereport(NOTICE,
                    (errmsg("releases that refuse until key \"%s\" is rotated: %zu", name.c_str(), releases),
                     errhint("veil.rotate_key makes a new version and builds their views with it.")));
        }
    });
    PG_RETURN_VOID();
}

// rewrap_keyring(): not undone by a rollback, and in need of none: both root key commands are known
// meanwhile.
VEIL_FUNCTION(veil_rewrap_keyring)
{
    (void)fcinfo;
    require_change("veil.rewrap_keyring()");
    PG_RETURN_INT64(rewrap_data_keys());
}

// key_condition(name, version, state, check_value): never an error because of the keyring.
VEIL_FUNCTION(veil_key_condition)
{
    struct Asked {
        std::string_view name;
        std::string_view state;
        std::string_view check;
    };
    const Asked asked = call([&] {
        return Asked{text_argument(fcinfo, 0), text_argument(fcinfo, 2), text_argument(fcinfo, 3)};
    });
    const std::int32_t version = PG_GETARG_INT32(1);
    const veil::CheckValue check = check_of(asked.check);
    std::string answer;
    try {
        if (asked.state != "destroyed") {
            answer = word_of(key_condition(asked.name, version, check));
        } else {
            const veil::KeyringEntry* entry =
                current_keyring().find(asked.name, static_cast<std::uint32_t>(version), check);
            answer = entry == nullptr || entry->destroyed() ? "destroyed" : "destroyed, but in the keyring";
        }
    } catch (const Refusal& refusal) {
        answer = refusal.message();
    }
    return call([&] { return text_datum(answer); });
}

// keyring_entries(): what stands in the file, whichever database it is of.
VEIL_FUNCTION(veil_keyring_entries)
{
    require_all_keys();
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    // A copy: to seek a key may be to read the file again.
    const auto present = current_keyring().entries();
    const std::vector<veil::KeyringEntry> entries(present.begin(), present.end());
    for (const veil::KeyringEntry& entry : entries) {
        const std::string name = printable(entry.name);
        const auto version = static_cast<std::int32_t>(entry.version);
        const char* condition = word_of(key_condition(entry.name, version, entry.check));
        call([&] {
            bytea* check = new_text(entry.check.size());
            memcpy(VARDATA(check), entry.check.data(), entry.check.size());
            std::array<Datum, 4> values{text_datum(name), Int32GetDatum(version), PointerGetDatum(check),
                                        text_datum(condition)};
            std::array<bool, 4> nulls{};
            tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
        });
    }
    return static_cast<Datum>(0);
}
