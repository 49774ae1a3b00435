// The keys of this backend: unwrapped, derived and prepared once, then used for every row.
#pragma once

#include "core/key_derivation.hpp"
#include "pg/boundary.hpp"

#include <memory>

namespace veil::pg {

// Grows whenever what is prepared may have become wrong.
extern std::uint64_t key_generation;

// Good for as long as `generation` equals key_generation.
template <class Algorithm>
struct PreparedAlgorithm {
    const Algorithm* algorithm;
    std::uint64_t generation;
};

// An algorithm whose mapping depends on more than the key: a text, made by the rule compiler, says on what.
template <class Algorithm>
concept TakesFormat = std::constructible_from<Algorithm, const Key256&, std::string_view>;

// Registers the invalidation callback. Backend code, from _PG_init.
void watch_keys();

// A fresh data key in the keyring, under a version number that the catalog chose; its check value is for the
// catalog. C++ code, like all below.
[[nodiscard]] CheckValue create_data_key(std::string_view name, std::int32_t version);

// Whether this server can use a key, and if not, why not.
enum class KeyCondition { usable, absent, destroyed, no_root_key, other_root_key };

// Refuses where the keyring cannot be read, or the self-test failed.
[[nodiscard]] KeyCondition key_condition(std::string_view name, std::int32_t version,
                                         const CheckValue& check);

// Wraps the keyring under the root key of pg_veil.new_root_key_command. Returns the number of keys that were
// under another one.
std::int64_t rewrap_data_keys();

// Which derived key: the arguments of derive_key().
struct DerivedKeyName {
    std::string purpose;
    std::string key_name;
    std::int32_t version;
    std::string scope;
    // Tells algorithms apart that share a derived key. No part of the derivation.
    std::string form = {};

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 inside for a pointer's
    friend auto operator<=>(const DerivedKeyName&, const DerivedKeyName&) = default;
};

namespace detail {

using MakeAlgorithm = std::shared_ptr<const void> (*)(const Key256& derived, std::string_view format);

// What `make` made of the derived key, now or earlier; one name stands for one `make` and one format.
[[nodiscard]] PreparedAlgorithm<void> prepare_any(const DerivedKeyName& name, std::string_view format,
                                                  MakeAlgorithm make);

} // namespace detail

// The prepared algorithm for one key version and scope. An Algorithm names its `purpose` and is made of the
// key derived for it; the purpose of one that takes a format is followed by a slash and the format, unless
// purpose_of(format) names the purpose of a group of formats that share a key. Refuses, naming key and
// version, when the catalog or the keyring does not have the key.
template <class Algorithm>
[[nodiscard]] PreparedAlgorithm<Algorithm> prepare_algorithm(std::string_view key_name, std::int32_t version,
                                                             std::string_view scope,
                                                             std::string_view format = {}) {
    DerivedKeyName name{std::string(Algorithm::purpose), std::string(key_name), version, std::string(scope)};
    detail::MakeAlgorithm make = nullptr;
    if constexpr (TakesFormat<Algorithm>) {
        if constexpr (requires { Algorithm::purpose_of(format); }) {
            name.purpose = Algorithm::purpose_of(format);
            name.form.append(Algorithm::purpose).append("/").append(format);
        } else {
            name.purpose.append("/").append(format);
        }
        make = [](const Key256& key, std::string_view format_text) -> std::shared_ptr<const void> {
            return std::make_shared<const Algorithm>(key, format_text);
        };
    } else {
        make = [](const Key256& key, std::string_view) -> std::shared_ptr<const void> {
            return std::make_shared<const Algorithm>(key);
        };
    }
    auto prepared = detail::prepare_any(name, format, make);
    return {static_cast<const Algorithm*>(prepared.algorithm), prepared.generation};
}

} // namespace veil::pg
