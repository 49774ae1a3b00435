// What every keyed SQL function does before it touches its first row: who may call it, and with which
// prepared algorithm. The functions take (value, key veil.key, scope text), and those whose algorithm takes
// a format, (value, key, scope, format text). All of it is backend code.
#pragma once

#include "pg/catalog.hpp"
#include "pg/key_store.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

// What one call site keeps between rows.
struct CallSite {
    const void* algorithm;
    std::uint64_t generation;
    // Key, scope and format cannot change between rows of one execution, as in every view.
    bool constant;
};

// PostgreSQL checks EXECUTE, not USAGE on the schema, for a function inside a view. So who reaches a keyed
// function without USAGE came through a view; who has USAGE may have called it on a guess and must hold the
// key.
void refuse_guessing(std::string_view key_name);

namespace detail {

// Keeps what was prepared at the call site, for later rows.
void keep_prepared(FunctionCallInfo fcinfo, int last_argument, PreparedAlgorithm<void> prepared);

template <class Algorithm>
const Algorithm* prepare_call(FunctionCallInfo fcinfo) {
    constexpr int last_argument = TakesFormat<Algorithm> ? 3 : 2;
    const auto* key = reinterpret_cast<const KeyValue*>(PG_DETOAST_DATUM(PG_GETARG_DATUM(1)));
    std::string_view scope = text_argument(fcinfo, 2);
    std::string_view format = TakesFormat<Algorithm> ? text_argument(fcinfo, 3) : std::string_view{};
    refuse_guessing(key->key_name());
    auto prepared =
        guard([&] { return prepare_algorithm<Algorithm>(key->key_name(), key->version, scope, format); });
    keep_prepared(fcinfo, last_argument, {prepared.algorithm, prepared.generation});
    return prepared.algorithm;
}

} // namespace detail

// The algorithm for this call: from the call site, or else prepared now.
template <class Algorithm>
[[nodiscard]] inline const Algorithm* algorithm_of(FunctionCallInfo fcinfo) {
    const auto* site = static_cast<const CallSite*>(fcinfo->flinfo->fn_extra);
    if (likely(site != nullptr && site->constant && site->generation == key_generation)) {
        return static_cast<const Algorithm*>(site->algorithm);
    }
    return detail::prepare_call<Algorithm>(fcinfo);
}

} // namespace veil::pg
