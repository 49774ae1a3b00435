// The functions of the types veil.raw_*: equality as the raw types have it, a hash under a secret key, and
// no way in or out.
#include "core/hmac_sha256.hpp"
#include "pg/boundary.hpp"
#include "pg/raw_value.hpp"
#include "pg/text_value.hpp"

extern "C" {
#include "utils/float.h"
}

using namespace veil::pg;

namespace {

// One key for the whole cluster, so that parallel workers agree on it; every process of the server has the
// secret that it is made of, and no SQL shows that.
const veil::OrderHash& order_hash() {
    static constinit std::optional<veil::OrderHash> hash;
    if (unlikely(!hash)) {
        constexpr std::size_t secret_size = 32; // MOCK_AUTH_NONCE_LEN
        const char* secret = GetMockAuthenticationNonce();
        guard([&] {
            std::array<std::uint8_t, 32> mac{};
            std::array<std::uint8_t, 16> key{};
            veil::HmacSha256(byte_span({secret, secret_size})).mac(byte_span("pg_veil/1 order hash"), mac);
            std::copy_n(mac.begin(), key.size(), key.begin());
            hash.emplace(key);
        });
    }
    return *hash;
}

// A hash table's hash is that of its order domain. Without one it is of its own, which nothing else has.
void* prepare_hash(FunctionCallInfo fcinfo) {
    const Oid order = PG_GET_COLLATION();
    void* const place = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, sizeof(veil::OrderHash));
    return ::new (place)
        veil::OrderHash(is_order_domain(order) ? order_hash().within(order) : random_order_hash());
}

// Of a value, its bytes, or a hash that need not be keyed.
template <class Value>
std::uint64_t keyed(FunctionCallInfo fcinfo, Value value) {
    void*& prepared = fcinfo->flinfo->fn_extra;
    if (unlikely(prepared == nullptr)) {
        prepared = prepare_hash(fcinfo);
    }
    return (*static_cast<const veil::OrderHash*>(prepared))(value);
}

std::string_view without_trailing_blanks(std::string_view value) {
    const std::size_t last = value.find_last_not_of(' ');
    return value.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::uint64_t hash_by(PGFunction function, Datum value) {
    return DatumGetUInt64(DirectFunctionCall2(function, value, Int64GetDatum(0)));
}

bool equal_by(PGFunction function, FunctionCallInfo fcinfo) {
    return DatumGetBool(DirectFunctionCall2(function, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)));
}

// What a support function is asked for: the same equality by the operator that the index knows.
List* index_condition(const SupportRequestIndexCondition* request) {
    const IndexOptInfo* index = request->index;
    auto* clause = reinterpret_cast<OpExpr*>(request->node);
    if (!IsA(clause, OpExpr) || (index->relam != BTREE_AM_OID && index->relam != HASH_AM_OID)) {
        return NIL;
    }
    const Oid type = index->opcintype[request->indexcol];
    const std::int16_t strategy = index->relam == BTREE_AM_OID ? std::int16_t{BTEqualStrategyNumber}
                                                               : std::int16_t{HTEqualStrategyNumber};
    const Oid equality = get_opfamily_member(request->opfamily, type, type, strategy);
    const Oid collation = request->indexcollation;
    if (!OidIsValid(equality) || (OidIsValid(collation) && !get_collation_isdeterministic(collation))) {
        return NIL;
    }
    auto* key = static_cast<Expr*>(list_nth(clause->args, request->indexarg));
    auto* other = static_cast<Expr*>(list_nth(clause->args, 1 - request->indexarg));
    while (IsA(key, RelabelType)) {
        key = reinterpret_cast<RelabelType*>(key)->arg;
    }
    while (IsA(other, RelabelType)) {
        other = reinterpret_cast<RelabelType*>(other)->arg;
    }
    const Oid own_type = exprType(reinterpret_cast<Node*>(key));
    // Of a polymorphic operator class, as that of enums, the arguments are of the column's own type.
    const Oid argument_type = IsPolymorphicType(type) ? own_type : type;
    auto as_argument = [&](Expr* expression) {
        return exprType(reinterpret_cast<Node*>(expression)) == argument_type
                   ? expression
                   : reinterpret_cast<Expr*>(
                         makeRelabelType(expression, argument_type, -1, collation, COERCE_IMPLICIT_CAST));
    };
    Expr* condition =
        make_opclause(equality, BOOLOID, false, as_argument(key), as_argument(other), InvalidOid, collation);
    set_opfuncid(reinterpret_cast<OpExpr*>(condition));
    return list_make1(condition);
}

// The share of rows in which `column` has one value, if it is one of the relation (of any, for 0) and `other`
// is none.
std::optional<double> share_of_a_value(PlannerInfo* root, Oid equality, Node* column, Node* other,
                                       int relation, Oid collation) {
    VariableStatData statistics;
    VariableStatData others;
    examine_variable(root, column, relation, &statistics);
    examine_variable(root, other, relation, &others);
    std::optional<double> share;
    if (statistics.rel != nullptr && others.rel == nullptr) {
        share = var_eq_non_const(&statistics, equality, collation, other, true, false);
    }
    ReleaseVariableStats(statistics);
    ReleaseVariableStats(others);
    return share;
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_raw_in)
{
    (void)fcinfo;
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("nobody can make a raw value")));
    PG_RETURN_NULL();
}

VEIL_BACKEND_FUNCTION(veil_raw_out)
{
    (void)fcinfo;
    PG_RETURN_CSTRING(pstrdup("[raw value]"));
}

VEIL_BACKEND_FUNCTION(veil_raw_value)
{ PG_RETURN_DATUM(PG_GETARG_DATUM(0)); }

// Of every mask: asking it loads the library while the first query of a session is planned, before that
// looks at indexes.
VEIL_BACKEND_FUNCTION(veil_mask_support)
{
    (void)fcinfo;
    PG_RETURN_POINTER(nullptr);
}

// As eqsel, but without the value looked for: to have it the planner would compute the inverse of a mask
// several times.
VEIL_BACKEND_FUNCTION(veil_raw_equal_selectivity)
{
    auto* root = reinterpret_cast<PlannerInfo*>(PG_GETARG_POINTER(0));
    const auto* arguments = reinterpret_cast<List*>(PG_GETARG_POINTER(2));
    if (list_length(arguments) != 2) {
        PG_RETURN_FLOAT8(1.0 / DEFAULT_NUM_DISTINCT);
    }
    const auto share_of = [&](void* column, void* other) {
        return share_of_a_value(root, PG_GETARG_OID(1), static_cast<Node*>(column), static_cast<Node*>(other),
                                PG_GETARG_INT32(3), PG_GET_COLLATION());
    };
    std::optional<double> share = share_of(linitial(arguments), lsecond(arguments));
    if (!share) {
        share = share_of(lsecond(arguments), linitial(arguments));
    }
    PG_RETURN_FLOAT8(share.value_or(1.0 / DEFAULT_NUM_DISTINCT));
}

VEIL_BACKEND_FUNCTION(veil_raw_equal_support)
{
    const auto* request = reinterpret_cast<const Node*>(PG_GETARG_POINTER(0));
    if (!IsA(request, SupportRequestIndexCondition)) {
        PG_RETURN_POINTER(nullptr);
    }
    auto* condition = reinterpret_cast<SupportRequestIndexCondition*>(PG_GETARG_POINTER(0));
    condition->lossy = false;
    PG_RETURN_POINTER(index_condition(condition));
}

// Equality, and what the keyed hash is of.
#define VEIL_RAW_TYPE(name, equal, hash)                                                                     \
    VEIL_BACKEND_FUNCTION(veil_raw_equal_##name)                                                             \
    { PG_RETURN_BOOL(equal); }                                                                               \
    VEIL_BACKEND_FUNCTION(veil_raw_hash_##name)                                                              \
    { PG_RETURN_INT32(static_cast<std::int32_t>(keyed(fcinfo, hash))); }                                     \
    VEIL_BACKEND_FUNCTION(veil_raw_hash_extended_##name)                                                     \
    {                                                                                                        \
        const std::uint64_t seed = static_cast<std::uint64_t>(PG_GETARG_INT64(1));                           \
        PG_RETURN_INT64(static_cast<std::int64_t>(hash_combine64(keyed(fcinfo, hash), seed)));               \
    }

VEIL_RAW_TYPE(int2, PG_GETARG_INT16(0) == PG_GETARG_INT16(1), static_cast<std::uint32_t>(PG_GETARG_INT16(0)))
VEIL_RAW_TYPE(int4, PG_GETARG_INT32(0) == PG_GETARG_INT32(1), static_cast<std::uint32_t>(PG_GETARG_INT32(0)))
VEIL_RAW_TYPE(int8, PG_GETARG_INT64(0) == PG_GETARG_INT64(1), static_cast<std::uint64_t>(PG_GETARG_INT64(0)))
VEIL_RAW_TYPE(enum, PG_GETARG_OID(0) == PG_GETARG_OID(1), static_cast<std::uint32_t>(PG_GETARG_OID(0)))
VEIL_RAW_TYPE(float4, float4_eq(PG_GETARG_FLOAT4(0), PG_GETARG_FLOAT4(1)),
              hash_by(hashfloat4extended, PG_GETARG_DATUM(0)))
VEIL_RAW_TYPE(float8, float8_eq(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1)),
              hash_by(hashfloat8extended, PG_GETARG_DATUM(0)))
VEIL_RAW_TYPE(numeric, equal_by(numeric_eq, fcinfo), hash_by(hash_numeric_extended, PG_GETARG_DATUM(0)))
VEIL_RAW_TYPE(text, text_argument(fcinfo, 0) == text_argument(fcinfo, 1), text_argument(fcinfo, 0))
VEIL_RAW_TYPE(bytea, text_argument(fcinfo, 0) == text_argument(fcinfo, 1), text_argument(fcinfo, 0))
VEIL_RAW_TYPE(bpchar,
              without_trailing_blanks(text_argument(fcinfo, 0)) ==
                  without_trailing_blanks(text_argument(fcinfo, 1)),
              without_trailing_blanks(text_argument(fcinfo, 0)))
VEIL_RAW_TYPE(uuid, equal_by(uuid_eq, fcinfo), hash_by(uuid_hash_extended, PG_GETARG_DATUM(0)))
VEIL_RAW_TYPE(inet, equal_by(network_eq, fcinfo), hash_by(hashinetextended, PG_GETARG_DATUM(0)))
VEIL_RAW_TYPE(macaddr, equal_by(macaddr_eq, fcinfo), hash_by(hashmacaddrextended, PG_GETARG_DATUM(0)))
