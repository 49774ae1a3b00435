#include "pg/key_store.hpp"

#include "core/key_wrap.hpp"
#include "core/secret.hpp"
#include "pg/catalog.hpp"
#include "pg/keyring_file.hpp"
#include "pg/root_keys.hpp"
#include "pg/self_test.hpp"

namespace veil::pg {

std::uint64_t key_generation = 1;

namespace {

struct Prepared {
    std::uint64_t generation = 0;
    std::map<DerivedKeyName, std::shared_ptr<const void>> algorithms;
};

// Created at first use and kept for the life of the process.
Prepared* prepared = nullptr;
// The relation whose invalidation means that key versions changed. Known from the first use on.
Oid key_version_relation = InvalidOid;

// Sets a flag and nothing else: a relcache callback may run anywhere. InvalidOid means "all relations".
void on_relcache_invalidation(Datum, Oid relation) {
    if (!OidIsValid(relation) || relation == key_version_relation) {
        ++key_generation;
    }
}

std::string quoted(std::string_view name, std::int32_t version) {
    return "key \"" + std::string(name) + "\" version " + std::to_string(version);
}

// The key of a check value, or why this server cannot use it.
struct Sought {
    KeyCondition condition;
    std::optional<Key256> key;
};

Sought seek_key(std::string_view name, std::int32_t version, const CheckValue& check) {
    const KeyringEntry* entry = current_keyring().find(name, static_cast<std::uint32_t>(version), check);
    if (entry == nullptr) {
        return {KeyCondition::absent, std::nullopt};
    }
    if (entry->destroyed()) {
        return {KeyCondition::destroyed, std::nullopt};
    }
    std::optional<Key256> key;
    (void)find_root_key([&](const Key256& root) {
        key = unwrap_entry(root, *entry);
        return key.has_value();
    });
    if (key) {
        return {KeyCondition::usable, std::move(key)};
    }
    return {has_root_key() ? KeyCondition::other_root_key : KeyCondition::no_root_key, std::nullopt};
}

[[noreturn]] void refuse_destroyed(std::string_view name, std::int32_t version) {
    throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, quoted(name, version) + " was destroyed",
                  "A superuser can make a new version with veil.rotate_key.",
                  "Nobody can compute, check or reverse its pseudonyms again.");
}

Key256 data_key(std::string_view name, std::int32_t version) {
    key_version_relation = call([] { return veil_relation("key_version"); });
    KeyVersion row = call([&] { return find_key_version(name, version); });
    if (!row.found) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, quoted(name, version) + " does not exist");
    }
    if (row.destroyed) {
        refuse_destroyed(name, version);
    }
    Sought sought = seek_key(name, version, row.check);
    switch (sought.condition) {
    case KeyCondition::usable:
        break;
    case KeyCondition::absent:
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      quoted(name, version) + " is not in the keyring",
                      "Put the keyring that belongs to this database in place.",
                      "The server's keyring has no entry with the check value that the catalog records.");
    case KeyCondition::destroyed:
        refuse_destroyed(name, version);
    case KeyCondition::no_root_key:
        refuse_without_root_key();
    case KeyCondition::other_root_key:
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      quoted(name, version) + " cannot be unwrapped with this root key",
                      "Check pg_veil.root_key_command.");
    }
    return std::move(*sought.key);
}

// The root key that wraps a further key: that of its neighbours, for a key that is wrapped under another one
// is lost as soon as theirs is back. Without any, the one that the command prints now: a key in memory may be
// out of date.
Key256 root_key_for(const Keyring& keyring) {
    const auto entries = keyring.entries();
    if (std::all_of(entries.begin(), entries.end(), std::mem_fn(&KeyringEntry::destroyed))) {
        auto fresh = run_root_key_command();
        if (!fresh) {
            refuse_without_root_key();
        }
        return std::move(*fresh);
    }
    const Key256* root = find_root_key([&](const Key256& candidate) {
        return std::any_of(entries.begin(), entries.end(), [&](const KeyringEntry& entry) {
            return unwrap_entry(candidate, entry).has_value();
        });
    });
    if (root == nullptr && !has_root_key()) {
        refuse_without_root_key();
    }
    if (root == nullptr) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      "no key of the keyring can be unwrapped with this root key",
                      "Check pg_veil.root_key_command.");
    }
    Key256 copy;
    std::ranges::copy(root->bytes(), copy.bytes().begin());
    return copy;
}

} // namespace

void watch_keys() {
    CacheRegisterRelcacheCallback(on_relcache_invalidation, static_cast<Datum>(0));
}

CheckValue create_data_key(std::string_view name, std::int32_t version) {
    require_self_test();
    const Key256 key = random_key();
    const auto number = static_cast<std::uint32_t>(version);
    const CheckValue check = check_value(key, name, number);
    change_keyring(
        [&](Keyring& keyring) {
            keyring.add({std::string(name), number, check, wrap_key(root_key_for(keyring), key)});
            return true;
        },
        OldKeyring::left);
    return check;
}

KeyCondition key_condition(std::string_view name, std::int32_t version, const CheckValue& check) {
    require_self_test();
    return seek_key(name, version, check).condition;
}

std::int64_t rewrap_data_keys() {
    require_self_test();
    auto next = run_new_root_key_command();
    if (!next) {
        throw Refusal(
            ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "no new root key is available",
            "Set pg_veil.new_root_key_command in postgresql.conf and reload: it must print 32 bytes "
            "as 64 hexadecimal digits or in base64.");
    }
    const std::span<const Key256> present = refreshed_root_keys();
    std::size_t count = 0;
    change_keyring(
        [&](Keyring& keyring) {
            const auto result = keyring.rewrap(present, *next);
            if (const auto* foreign = std::get_if<const KeyringEntry*>(&result)) {
                throw Refusal(
                    ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                    quoted((*foreign)->name, static_cast<std::int32_t>((*foreign)->version)) +
                        " cannot be unwrapped with this root key",
                    "Check pg_veil.root_key_command. A line that no database needs can be taken out "
                    "of the keyring.",
                    "Nothing was changed.");
            }
            count = std::get<std::size_t>(result);
            return count > 0;
        },
        OldKeyring::overwritten);
    return static_cast<std::int64_t>(count);
}

PreparedAlgorithm<void> detail::prepare_any(const DerivedKeyName& name, std::string_view format,
                                            MakeAlgorithm make) {
    require_self_test();
    if (prepared == nullptr) {
        prepared = new Prepared;
    }
    // Once an execution: call sites keep what they get here.
    if (keyring_has_changed()) {
        ++key_generation;
    }
    if (prepared->generation != key_generation) {
        prepared->generation = key_generation;
        prepared->algorithms.clear();
    }
    auto found = prepared->algorithms.find(name);
    if (found == prepared->algorithms.end()) {
        Key256 derived = derive_key(data_key(name.key_name, name.version), name.purpose, name.key_name,
                                    static_cast<std::uint32_t>(name.version), name.scope);
        found = prepared->algorithms.emplace(name, make(derived, format)).first;
    }
    // Not key_generation: reading the catalog may have raised it, and then this is outdated already.
    return {found->second.get(), prepared->generation};
}

} // namespace veil::pg
