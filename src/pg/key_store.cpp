#include "pg/key_store.hpp"

#include "core/key_wrap.hpp"
#include "core/secret.hpp"
#include "pg/catalog.hpp"
#include "pg/keyring_file.hpp"

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

Key256 data_key(std::string_view name, std::int32_t version) {
    key_version_relation = call([] { return veil_relation("key_version"); });
    KeyVersion row = call([&] { return find_key_version(name, version); });
    if (!row.found) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, quoted(name, version) + " does not exist");
    }
    if (row.destroyed) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, quoted(name, version) + " was destroyed");
    }
    Keyring keyring = read_keyring();
    const KeyringEntry* entry = keyring.find(name, static_cast<std::uint32_t>(version), row.check);
    if (entry == nullptr) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      quoted(name, version) + " is not in the keyring",
                      "Put the keyring that belongs to this database in place.",
                      "The server's keyring has no entry with the check value that the catalog records.");
    }
    std::optional<Key256> key = unwrap_key(root_key(), entry->wrapped);
    if (!key || check_value(*key, name, static_cast<std::uint32_t>(version)) != row.check) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      quoted(name, version) + " cannot be unwrapped with this root key",
                      "Check pg_veil.root_key_command.");
    }
    return std::move(*key);
}

// A key that is wrapped under another root key than its neighbours is lost as soon as the right one is back.
void require_root_key_of(const Keyring& keyring) {
    const auto entries = keyring.entries();
    if (!entries.empty() && std::none_of(entries.begin(), entries.end(), [](const KeyringEntry& entry) {
            return unwrap_key(root_key(), entry.wrapped).has_value();
        })) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      "no key of the keyring can be unwrapped with this root key",
                      "Check pg_veil.root_key_command.");
    }
}

} // namespace

void watch_keys() {
    CacheRegisterRelcacheCallback(on_relcache_invalidation, static_cast<Datum>(0));
}

NewKey create_data_key(std::string_view name, std::int32_t version) {
    require_root_key_of(read_keyring());
    Key256 key = random_key();
    NewKey result{version, check_value(key, name, static_cast<std::uint32_t>(version))};
    add_to_keyring(KeyringEntry{std::string(name), static_cast<std::uint32_t>(version), result.check,
                                wrap_key(root_key(), key)});
    return result;
}

PreparedAlgorithm<void> detail::prepare_any(const DerivedKeyName& name, std::string_view format,
                                            MakeAlgorithm make) {
    if (prepared == nullptr) {
        prepared = new Prepared;
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
