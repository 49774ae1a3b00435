// Where pg_veil's own objects are, and reading its tables without SQL: an analyst's query needs the keys, and
// the analyst has no privilege on them; DDL on a table that no release is made of must not pay for queries.
#pragma once

#include "core/key_derivation.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// A `veil.key` value: which secret, never the secret. On disk and in plans it is a varlena without a short
// header.
struct KeyValue {
    std::int32_t length;
    std::int32_t version;
    char name[FLEXIBLE_ARRAY_MEMBER];

    [[nodiscard]] std::string_view key_name() const noexcept {
        return {name, VARSIZE(this) - offsetof(KeyValue, name)};
    }
};

// One row of veil.key_version, as far as using the key needs it.
struct KeyVersion {
    bool found;
    bool destroyed;
    std::int32_t version;
    CheckValue check;
};

// All of these are backend code.

// InvalidOid while CREATE EXTENSION has not come that far.
[[nodiscard]] Oid veil_schema();
[[nodiscard]] Oid veil_relation(const char* name);
// The owner of schema veil: the role that rebuilds view bodies.
[[nodiscard]] Oid extension_owner();

[[nodiscard]] KeyVersion find_key_version(std::string_view name, std::int32_t version);
// The active version of a key; found is false where there is none.
[[nodiscard]] KeyVersion find_active_version(std::string_view name);
// The one with the greatest number, whatever its state: there is an active one, or it was destroyed.
[[nodiscard]] KeyVersion find_latest_version(std::string_view name);

// Superusers and the extension's owner hold every key, without a look at the catalog: a dump is restored
// before its rows are there.
[[nodiscard]] bool holds_all_keys(Oid role);
[[nodiscard]] bool holds_key(Oid role, std::string_view name);

// The primary key of a row of veil.release; null pointers where there is none.
struct ReleaseKey {
    const char* policy;
    const char* relation;
};

// Whether pg_veil made the view: it has the trigger that only the extension can put there.
[[nodiscard]] bool is_view_of_release(Oid view);
// Whether it is the function of that trigger.
[[nodiscard]] bool is_release_trigger_function(Oid function);
// The release whose view this is.
[[nodiscard]] ReleaseKey find_release_of_view(Oid view);
// Whether it is that trigger.
[[nodiscard]] bool is_release_trigger(Oid trigger);
// The OIDs of the views whose bodies depend on a relation.
[[nodiscard]] List* views_reading(Oid relation);
// Whether a release is of a relation of this qualified name, or was declared under it.
[[nodiscard]] bool is_released_name(std::string_view name);

} // namespace veil::pg
