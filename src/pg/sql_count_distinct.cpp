// veil.count_distinct: how many different raw values a group has. The server counts distinct values of a
// sorted input only; this counts them in a hash table, and what does not fit into memory in one sort of all
// groups.
#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

// One of the values of a group. A hash of 0: none.
struct Member {
    std::uint64_t hash;
    Datum value;
};

// What all groups of one aggregate in a plan share.
struct CountSite {
    // The functions of the type, ready to be called for each row.
    FunctionCallInfo hash;
    FunctionCallInfo equality;
    std::int16_t length;
    bool by_value;
    std::size_t memory_limit;
    MemoryContext context;
    // Values that groups met when memory was full: each as the bytes of a SpilledValue. null: none.
    Tuplesortstate* spilled;
    std::uint64_t spilling_groups;
    // Once it is sorted: how many different ones each of these groups has there.
    std::int64_t* counts;
};

struct GroupCount {
    CountSite* site;
    Member* members;
    std::uint64_t capacity; // a power of two
    std::uint64_t count;
    // From 1 on, for groups that take no more members: further values go into the sort.
    std::uint64_t spilling_group;
};

// Sorted as bytes, by a keyed hash first: equal values of a group are neighbours, and a few other ones may
// stand among them.
struct SpilledValue {
    std::array<std::uint8_t, 8> place;
    std::array<std::uint8_t, 8> group;
    // The value follows.
};
constexpr std::size_t spilled_header = sizeof(SpilledValue);

std::array<std::uint8_t, 8> big_endian(std::uint64_t number) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(number >> (56U - 8U * i));
    }
    return bytes;
}

std::uint64_t number_of(const std::array<std::uint8_t, 8>& bytes) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) {
        number = number << 8U | byte;
    }
    return number;
}

FunctionCallInfo new_call(const FmgrInfo* function, Oid collation, MemoryContext context) {
    auto* copy = static_cast<FmgrInfo*>(MemoryContextAlloc(context, sizeof(FmgrInfo)));
    fmgr_info_copy(copy, const_cast<FmgrInfo*>(function), context);
    auto* call = static_cast<FunctionCallInfo>(MemoryContextAllocZero(context, SizeForFunctionCallInfo(2)));
    InitFunctionCallInfoData(*call, copy, 2, collation, nullptr, nullptr);
    return call;
}

Datum invoke(FunctionCallInfo call, Datum first, Datum second) {
    call->args[0].value = first;
    call->args[1].value = second;
    call->isnull = false;
    return FunctionCallInvoke(call);
}

CountSite* site_of(FunctionCallInfo fcinfo) {
    if (fcinfo->flinfo->fn_extra != nullptr) {
        return static_cast<CountSite*>(fcinfo->flinfo->fn_extra);
    }
    MemoryContext context = fcinfo->flinfo->fn_mcxt;
    const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 1);
    TypeCacheEntry* entry =
        OidIsValid(type)
            ? lookup_type_cache(type, TYPECACHE_HASH_EXTENDED_PROC_FINFO | TYPECACHE_EQ_OPR_FINFO)
            : nullptr;
    if (entry == nullptr || !OidIsValid(entry->hash_extended_proc) || !OidIsValid(entry->eq_opr)) {
        ereport(ERROR, (errcode(ERRCODE_UNDEFINED_FUNCTION), errmsg("the values have no hash function")));
    }
    auto* site = static_cast<CountSite*>(MemoryContextAllocZero(context, sizeof(CountSite)));
    // Collation: the domain of the keyed hash.
    site->hash = new_call(&entry->hash_extended_proc_finfo, PG_GET_COLLATION(), context);
    site->equality = new_call(&entry->eq_opr_finfo, PG_GET_COLLATION(), context);
    site->length = entry->typlen;
    site->by_value = entry->typbyval;
    // The rest is for the groups themselves.
    site->memory_limit = hash_memory_limit() / 4 * 3;
    site->context = context;
    fcinfo->flinfo->fn_extra = site;
    return site;
}

bool is_equal(const CountSite* site, Datum left, Datum right) {
    // What is one datum is one value.
    return (site->by_value && left == right) || DatumGetBool(invoke(site->equality, left, right));
}

std::uint64_t hash_of(const CountSite* site, Datum value) {
    const std::uint64_t hash = DatumGetUInt64(invoke(site->hash, value, Int64GetDatum(0)));
    return hash == 0 ? 1 : hash;
}

// --- Members ---

// Where a value is, or would be.
Member* place_of(const GroupCount* group, std::uint64_t hash, Datum value) {
    const std::uint64_t mask = group->capacity - 1;
    std::uint64_t at = hash & mask;
    while (group->members[at].hash != 0 &&
           (group->members[at].hash != hash || !is_equal(group->site, group->members[at].value, value))) {
        at = (at + 1) & mask;
    }
    return &group->members[at];
}

Member* new_members(MemoryContext context, std::uint64_t capacity) {
    return static_cast<Member*>(
        MemoryContextAllocExtended(context, capacity * sizeof(Member), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO));
}

void grow(GroupCount* group, MemoryContext context) {
    Member* old = group->members;
    const std::uint64_t old_capacity = group->capacity;
    group->capacity *= 2;
    group->members = new_members(context, group->capacity);
    const std::uint64_t mask = group->capacity - 1;
    for (std::uint64_t i = 0; i < old_capacity; ++i) {
        if (old[i].hash != 0) {
            std::uint64_t at = old[i].hash & mask;
            while (group->members[at].hash != 0) {
                at = (at + 1) & mask;
            }
            group->members[at] = old[i];
        }
    }
    pfree(old);
}

bool is_full(const GroupCount* group) {
    return (group->count + 1) * 4 > group->capacity * 3;
}

// --- What does not fit ---

// Before the memory of the groups is used again: what was counted is theirs.
void forget_spilled(Datum argument) {
    auto* site = reinterpret_cast<CountSite*>(DatumGetPointer(argument));
    if (site->spilled != nullptr) {
        tuplesort_end(site->spilled);
        site->spilled = nullptr;
    }
    if (site->counts != nullptr) {
        pfree(site->counts);
        site->counts = nullptr;
    }
    site->spilling_groups = 0;
}

void begin_spilling(FunctionCallInfo fcinfo, GroupCount* group) {
    CountSite* site = group->site;
    if (site->counts != nullptr) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("veil.count_distinct counts no further values once it was asked")));
    }
    if (site->spilled == nullptr) {
        MemoryContext previous = MemoryContextSwitchTo(site->context);
        const Oid less = lookup_type_cache(BYTEAOID, TYPECACHE_LT_OPR)->lt_opr;
        site->spilled = tuplesort_begin_datum(BYTEAOID, less, InvalidOid, false, work_mem, nullptr, false);
        MemoryContextSwitchTo(previous);
        AggRegisterCallback(fcinfo, forget_spilled, PointerGetDatum(site));
    }
    group->spilling_group = ++site->spilling_groups;
}

void spill(const GroupCount* group, std::uint64_t hash, Datum value) {
    const CountSite* site = group->site;
    const void* bytes = site->by_value ? static_cast<const void*>(&value) : DatumGetPointer(value);
    const std::size_t size =
        site->by_value ? sizeof(Datum) : datumGetSize(value, site->by_value, site->length);
    // Different places for one value in two groups, which shortens the comparisons.
    const std::uint64_t place = hash ^ group->spilling_group * std::uint64_t{0x9e3779b97f4a7c15};
    const SpilledValue header{big_endian(place), big_endian(group->spilling_group)};
    bytea* image = new_text(spilled_header + size);
    memcpy(VARDATA(image), &header, spilled_header);
    memcpy(VARDATA(image) + spilled_header, bytes, size);
    tuplesort_putdatum(site->spilled, PointerGetDatum(image), false);
    pfree(image);
}

Datum spilled_value(const CountSite* site, std::string_view image) {
    Datum value = 0;
    if (site->by_value) {
        memcpy(&value, image.data() + spilled_header, sizeof(Datum));
        return value;
    }
    // At an address that any type may have.
    const std::size_t size = image.size() - spilled_header;
    void* copy = palloc(size);
    memcpy(copy, image.data() + spilled_header, size);
    return PointerGetDatum(copy);
}

void count_spilled(CountSite* site) {
    site->counts = static_cast<std::int64_t*>(
        MemoryContextAllocExtended(site->context, (site->spilling_groups + 1) * sizeof(std::int64_t),
                                   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO));
    tuplesort_performsort(site->spilled);
    // The values of one group and hash that were met: one, but for collisions.
    MemoryContext run = AllocSetContextCreate(site->context, "values of one hash", ALLOCSET_SMALL_SIZES);
    SpilledValue current{};
    List* met = NIL;
    Datum sorted = 0;
    while (next_sorted_datum(site->spilled, &sorted)) {
        CHECK_FOR_INTERRUPTS();
        const std::string_view image = view_of(DatumGetPointer(sorted));
        SpilledValue header{};
        memcpy(&header, image.data(), spilled_header);
        if (header.place != current.place || header.group != current.group) {
            met = NIL;
            MemoryContextReset(run);
            current = header;
        }
        MemoryContext previous = MemoryContextSwitchTo(run);
        const Datum value = spilled_value(site, image);
        bool is_known = false;
        for (int i = 0; met != NIL && i < met->length && !is_known; ++i) {
            is_known = is_equal(site, *static_cast<Datum*>(list_nth(met, i)), value);
        }
        if (!is_known) {
            auto* kept = static_cast<Datum*>(palloc(sizeof(Datum)));
            *kept = value;
            met = lappend(met, kept);
            ++site->counts[number_of(header.group)];
        } else if (!site->by_value) {
            pfree(DatumGetPointer(value));
        }
        MemoryContextSwitchTo(previous);
        pfree(DatumGetPointer(sorted));
    }
    MemoryContextDelete(run);
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_count_distinct_step)
{
    MemoryContext context = nullptr;
    if (AggCheckCallContext(fcinfo, &context) != AGG_CONTEXT_AGGREGATE) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                        errmsg("veil.count_distinct counts within aggregates only")));
    }
    auto* group = PG_ARGISNULL(0) ? nullptr : reinterpret_cast<GroupCount*>(PG_GETARG_POINTER(0));
    if (PG_ARGISNULL(1)) {
        if (group == nullptr) {
            PG_RETURN_NULL();
        }
        PG_RETURN_POINTER(group);
    }
    if (group == nullptr) {
        constexpr std::uint64_t first_capacity = 4;
        group = static_cast<GroupCount*>(MemoryContextAllocZero(context, sizeof(GroupCount)));
        group->site = site_of(fcinfo);
        group->capacity = first_capacity;
        group->members = new_members(context, first_capacity);
    }
    CountSite* site = group->site;
    const Datum value = site->length == -1 ? PointerGetDatum(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1)))
                                           : PG_GETARG_DATUM(1);
    const std::uint64_t hash = hash_of(site, value);
    Member* place = place_of(group, hash, value);
    if (place->hash != 0) {
        PG_RETURN_POINTER(group);
    }
    if (group->spilling_group == 0 && MemoryContextMemAllocated(context, false) > site->memory_limit) {
        begin_spilling(fcinfo, group);
    }
    if (group->spilling_group != 0) {
        spill(group, hash, value);
        PG_RETURN_POINTER(group);
    }
    if (is_full(group)) {
        grow(group, context);
        place = place_of(group, hash, value);
    }
    MemoryContext previous = MemoryContextSwitchTo(context);
    *place = {hash, datumCopy(value, site->by_value, site->length)};
    MemoryContextSwitchTo(previous);
    ++group->count;
    PG_RETURN_POINTER(group);
}

// May be asked again: a plan that is run again gives its groups a second time.
VEIL_BACKEND_FUNCTION(veil_count_distinct_result)
{
    if (PG_ARGISNULL(0)) {
        PG_RETURN_INT64(0);
    }
    const auto* group = reinterpret_cast<const GroupCount*>(PG_GETARG_POINTER(0));
    auto count = static_cast<std::int64_t>(group->count);
    if (group->spilling_group != 0) {
        if (group->site->counts == nullptr) {
            count_spilled(group->site);
        }
        count += group->site->counts[group->spilling_group];
    }
    PG_RETURN_INT64(count);
}
