// The keys of this backend: unwrapped, derived and prepared once, then used for every row.
#pragma once

#include "core/pseudonym.hpp"
#include "pg/boundary.hpp"
#include "pg/catalog.hpp"

namespace veil::pg {

// Grows whenever what is prepared may have become wrong.
extern std::uint64_t key_generation;

// Good for as long as `generation` equals key_generation.
template <class Algorithm>
struct PreparedAlgorithm {
    const Algorithm* algorithm;
    std::uint64_t generation;
};

// Registers the invalidation callback. Backend code, from _PG_init.
void watch_keys();

// A fresh data key under the next free version number, in the keyring; its check value is for the catalog.
// C++ code.
struct NewKey {
    std::int32_t version;
    CheckValue check;
};
[[nodiscard]] NewKey create_data_key(std::string_view name, std::int32_t version);

// The prepared algorithm for one key version and scope: Algorithm is one of core/pseudonym.hpp. Refuses,
// naming key and version, when the catalog or the keyring does not have it. C++ code.
template <class Algorithm>
[[nodiscard]] PreparedAlgorithm<Algorithm> prepare_algorithm(std::string_view key_name, std::int32_t version,
                                                             std::string_view scope);

extern template PreparedAlgorithm<TextPseudonym> prepare_algorithm(std::string_view, std::int32_t,
                                                                   std::string_view);
extern template PreparedAlgorithm<SmallintPseudonym> prepare_algorithm(std::string_view, std::int32_t,
                                                                       std::string_view);
extern template PreparedAlgorithm<IntegerPseudonym> prepare_algorithm(std::string_view, std::int32_t,
                                                                      std::string_view);
extern template PreparedAlgorithm<BigintPseudonym> prepare_algorithm(std::string_view, std::int32_t,
                                                                     std::string_view);
extern template PreparedAlgorithm<UuidPseudonym> prepare_algorithm(std::string_view, std::int32_t,
                                                                   std::string_view);

} // namespace veil::pg
