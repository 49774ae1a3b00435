// veil.answer(...), a window function over all cells of a table: before the first cell leaves it compares the
// answer with earlier ones, where the release has it so, and puts it on record.
#include "pg/answer_file.hpp"
#include "pg/catalog.hpp"
#include "pg/guard_file.hpp"
#include "pg/policy_file.hpp"
#include "pg/question_form.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/sql_session.hpp"
#include "pg/sql_window.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

constexpr int release_argument = 1;
constexpr int question_argument = 2;
constexpr int recorded_argument = 3;
constexpr int threshold_argument = 4;
constexpr int sketches_argument = 5;
constexpr int shown_argument = 6;
constexpr int first_sketch = 7;

// How a table is asked for; the same in all its rows.
struct Asked {
    WindowObject window;
    const WindowFunc* call;
    std::uint32_t rows;
    bool is_recorded;
    std::uint32_t threshold;
    int sketches;

    [[nodiscard]] int first_parameter() const noexcept { return first_sketch + 2 * sketches; }
};

Asked asked_in(WindowObject window, const WindowFunc* call) {
    bool is_null = false;
    return {
        window,
        call,
        static_cast<std::uint32_t>(WinGetPartitionRowCount(window)),
        DatumGetBool(argument_of_row(window, recorded_argument, 0, &is_null)),
        static_cast<std::uint32_t>(DatumGetInt32(argument_of_row(window, threshold_argument, 0, &is_null))),
        DatumGetInt32(argument_of_row(window, sketches_argument, 0, &is_null))};
}

struct Counts {
    std::int64_t shown = 0;
    std::int64_t hidden = 0;
};

// Backend code. Where a table has no cell at all there is one row, whose cell is NULL.
Counts count_cells(const Asked& asked) {
    Counts counts;
    for (std::uint32_t row = 0; row < asked.rows; ++row) {
        bool is_null = false;
        const bool is_shown = DatumGetBool(argument_of_row(asked.window, shown_argument, row, &is_null));
        counts.shown += !is_null && is_shown ? 1 : 0;
        counts.hidden += !is_null && !is_shown ? 1 : 0;
    }
    return counts;
}

struct Parameter {
    Datum value;
    bool is_null;
    Oid type;
};

// Backend code.
Parameter parameter_of(const Asked& asked, int argument) {
    Parameter parameter{0, false, exprType(static_cast<Node*>(list_nth(asked.call->args, argument)))};
    parameter.value = argument_of_row(asked.window, argument, 0, &parameter.is_null);
    return parameter;
}

// Backend code, under pinned settings.
const char* text_of(const Parameter& parameter) {
    StringInfoData tree;
    initStringInfo(&tree);
    append_operand(&tree, parameter.value, parameter.is_null, parameter.type);
    return tree.data;
}

veil::StatisticsQuestion question_of(const Asked& asked) {
    // Their values are those of the session's settings, its time zone is one of them; their texts are not.
    std::vector<Parameter> given;
    for (int i = asked.first_parameter(); i < list_length(asked.call->args); ++i) {
        given.push_back(call([&] { return parameter_of(asked, i); }));
    }
    std::vector<std::string_view> parameters;
    if (!given.empty()) {
        const PinnedSettings pinned;
        for (const Parameter& parameter : given) {
            parameters.emplace_back(call([&] { return text_of(parameter); }));
        }
    }
    const std::string_view tree = call([&] {
        bool is_null = false;
        return view_of(
            PG_DETOAST_DATUM_PACKED(argument_of_row(asked.window, question_argument, 0, &is_null)));
    });
    auto question = veil::read_question(tree, parameters);
    if (!question) {
        throw Refusal(ERRCODE_INTERNAL_ERROR, "the question of a query of statistics is not readable");
    }
    return std::move(*question);
}

// As veil.release names it.
struct AskedRelease {
    std::string policy;
    std::string relation;

    friend bool operator<(const AskedRelease& left, const AskedRelease& right) noexcept {
        return std::tie(left.policy, left.relation) < std::tie(right.policy, right.relation);
    }
};

AskedRelease release_of_view(Oid view) {
    const ReleaseKey release = call([&] { return find_release_of_view(view); });
    if (release.policy == nullptr || release.relation == nullptr) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "this is no release of statistics");
    }
    return {release.policy, release.relation};
}

// One, or those that are joined.
std::vector<AskedRelease> releases_of(const Asked& asked) {
    const std::span<const Oid> views = call([&] {
        bool is_null = false;
        auto* array = DatumGetArrayTypeP(argument_of_row(asked.window, release_argument, 0, &is_null));
        return std::span<const Oid>(
            reinterpret_cast<const Oid*>(ARR_DATA_PTR(array)),
            static_cast<std::size_t>(ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array))));
    });
    std::vector<AskedRelease> releases;
    std::transform(views.begin(), views.end(), std::back_inserter(releases), release_of_view);
    std::sort(releases.begin(), releases.end());
    return releases;
}

// The relations of all of them, each once.
std::string relations_of(const std::vector<AskedRelease>& releases) {
    std::vector<std::string> names;
    for (const AskedRelease& release : releases) {
        names.push_back(release.relation);
    }
    std::sort(names.begin(), names.end());
    std::string all;
    for (const std::string& name : names) {
        all += (all.empty() ? "" : ", ") + name;
    }
    return all;
}

std::string moment_now() {
    const char* text = call([] {
        const TimestampTz now = GetCurrentTimestamp();
        pg_tm parts{};
        fsec_t microseconds = 0;
        if (timestamp2tm(now, nullptr, &parts, &microseconds, nullptr, nullptr) != 0) {
            ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("timestamp out of range")));
        }
        return psprintf("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts.tm_year, parts.tm_mon, parts.tm_mday,
                        parts.tm_hour, parts.tm_min, parts.tm_sec, static_cast<int>(microseconds));
    });
    return text;
}

std::string hash_of(const std::string& text) {
    return call([&] {
        const auto* hash = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, text_datum(text)));
        auto* digits = static_cast<char*>(palloc0(33));
        (void)hex_encode(VARDATA_ANY(hash), 16, digits);
        return digits;
    });
}

// But for the policy.
veil::AnswerRecord record_of(const Asked& asked, const std::vector<AskedRelease>& releases,
                             const Counts& counts) {
    veil::AnswerRecord answer;
    answer.question = question_of(asked);
    const std::string text = question_text(answer.question);
    if (text.size() > veil::largest_question) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED, "the query is too long to be recorded",
                      "Ask it in parts.");
    }
    answer.question_hash = hash_of(text);
    answer.relation = relations_of(releases);
    answer.at = moment_now();
    answer.login_role = role_name(GetAuthenticatedUserId());
    answer.session_role = role_name(GetSessionUserId());
    answer.acting_role = role_name(GetUserId());
    answer.session = call([] { return psprintf("%lx.%x", static_cast<long>(MyStartTime), MyProcPid); });
    answer.outcome = "answered";
    answer.shown = counts.shown;
    answer.hidden = counts.hidden;
    return answer;
}

// --- The guard against differences ---

bool is_true(const Asked& asked, int argument, std::uint32_t row) {
    return call([&] {
        bool is_null = false;
        const Datum value = argument_of_row(asked.window, argument, row, &is_null);
        return !is_null && DatumGetBool(value);
    });
}

veil::SubjectSketch sketch_in(const Asked& asked, int argument, std::uint32_t row) {
    const std::string_view bytes = call([&] {
        bool is_null = false;
        const Datum value = argument_of_row(asked.window, argument, row, &is_null);
        return is_null ? std::string_view() : view_of(PG_DETOAST_DATUM_PACKED(value));
    });
    auto sketch = veil::SubjectSketch::read(byte_span(bytes), asked.threshold);
    if (!sketch) {
        throw Refusal(ERRCODE_INTERNAL_ERROR, "a cell has no sketch of its subjects");
    }
    return std::move(*sketch);
}

// The first sketch is that of the whole cell. What is shown of a table together is a set as well: somebody
// may compare it with the total.
std::vector<AnsweredSet> answered_sets(const Asked& asked) {
    std::vector<AnsweredSet> sets;
    veil::SubjectSketch all(asked.threshold);
    std::size_t shown = 0;
    for (std::uint32_t row = 0; row < asked.rows; ++row) {
        if (!is_true(asked, shown_argument, row)) {
            continue;
        }
        for (int i = 0; i < asked.sketches; ++i) {
            const int argument = first_sketch + 2 * i;
            if (is_true(asked, argument, row)) {
                sets.push_back({sketch_in(asked, argument + 1, row), row});
                if (i == 0) {
                    all.add_all(sets.back().sketch);
                    ++shown;
                }
            }
        }
    }
    if (shown > 1) {
        sets.push_back({std::move(all), asked.rows});
    }
    return sets;
}

bool is_too_near(const Asked& asked, const std::vector<AskedRelease>& releases) {
    std::vector<GuardKey> keys;
    for (const AskedRelease& release : releases) {
        keys.push_back({GetAuthenticatedUserId(), release.policy, release.relation});
    }
    return remember_answer(keys, asked.threshold, answered_sets(asked)) == GuardVerdict::too_near;
}

// C++ code. Whether the answer may go out. A line for each policy, since the record of a policy is its
// owner's.
bool settle(const Asked& asked, const Counts& counts) {
    const std::vector<AskedRelease> releases = releases_of(asked);
    const bool is_near = asked.sketches > 0 && is_too_near(asked, releases);
    if (asked.is_recorded) {
        veil::AnswerRecord record = record_of(asked, releases, is_near ? Counts{} : counts);
        record.outcome = is_near ? "refused" : "answered";
        for (const AskedRelease& release : releases) {
            if (record.policy != release.policy) {
                record.policy = release.policy;
                append_answer(record);
            }
        }
    }
    return !is_near;
}

// --- Reading the record ---

Datum array_datum(const std::vector<std::string>& texts) {
    std::vector<std::string_view> views(texts.begin(), texts.end());
    return call([&] {
        auto* values = static_cast<Datum*>(palloc(sizeof(Datum) * (views.size() + 1)));
        for (std::size_t i = 0; i < views.size(); ++i) {
            values[i] = text_datum(views[i]);
        }
        return PointerGetDatum(
            construct_array(values, static_cast<int>(views.size()), TEXTOID, -1, false, TYPALIGN_INT));
    });
}

void put(ReturnSetInfo* result, const veil::AnswerRecord& record) {
    const Datum groups = array_datum(record.question.groups);
    const Datum conditions = array_datum(record.question.conditions);
    const Datum aggregates = array_datum(record.question.aggregates);
    const std::string text = question_text(record.question);
    call([&] {
        std::array<Datum, 15> values{DirectFunctionCall3(timestamptz_in, CStringGetDatum(record.at.c_str()),
                                                         ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)),
                                     text_datum(record.outcome),
                                     text_datum(record.login_role),
                                     text_datum(record.session_role),
                                     text_datum(record.acting_role),
                                     text_datum(record.session),
                                     text_datum(record.policy),
                                     text_datum(record.relation),
                                     Int64GetDatum(record.shown),
                                     Int64GetDatum(record.hidden),
                                     text_datum(record.question_hash),
                                     text_datum(text),
                                     groups,
                                     conditions,
                                     aggregates};
        std::array<bool, values.size()> nulls{};
        tuplestore_putvalues(result->setResult, result->setDesc, values.data(), nulls.data());
    });
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_answer)
{
    WindowObject window = PG_WINDOW_OBJECT();
    if (!WindowObjectIsValid(window)) {
        ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED), errmsg("called outside of a window")));
    }
    auto* is_recorded = static_cast<bool*>(WinGetPartitionLocalMemory(window, sizeof(bool)));
    if (!*is_recorded) {
        MemoryContext scratch =
            AllocSetContextCreate(CurrentMemoryContext, "pg_veil answer", ALLOCSET_DEFAULT_SIZES);
        MemoryContext before = MemoryContextSwitchTo(scratch);
        const Asked asked = asked_in(window, reinterpret_cast<const WindowFunc*>(fcinfo->flinfo->fn_expr));
        const Counts counts = count_cells(asked);
        if (!guard([&] { return settle(asked, counts); })) {
            ereport(
                ERROR,
                (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
                 errmsg("the answer differs too little from an earlier one"),
                 errdetail("A cell, or the cells together, are of nearly the same subjects as others that "
                           "this role has seen."),
                 errhint("Ask for other groups or conditions. The policy's owner lets earlier answers be "
                         "forgotten by veil.reset_statistics_guard.")));
        }
        MemoryContextSwitchTo(before);
        MemoryContextDelete(scratch);
        *is_recorded = true;
    }
    bool is_null = false;
    const Datum is_shown = WinGetFuncArgCurrent(window, shown_argument, &is_null);
    PG_RETURN_BOOL(!is_null && DatumGetBool(is_shown));
}

VEIL_FUNCTION(veil_statistics_answers)
{
    std::optional<std::string> policy;
    if (PG_NARGS() > 0) {
        policy = std::string(call([&] { return text_argument(fcinfo, 0); }));
        const Spi spi;
        (void)editable_policy(spi, *policy, GetUserId());
    }
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
    const std::size_t damaged = read_answers([&](const veil::AnswerRecord& record) {
        if (!policy || *policy == record.policy) {
            put(result, record);
        }
    });
    if (damaged > 0) {
        call([&] {
            ereport(WARNING, (errcode(ERRCODE_DATA_CORRUPTED),
                              errmsg("%zu lines of the record of answers are damaged", damaged),
                              errdetail("A crash of the machine may cut a line short.")));
        });
    }
    PG_RETURN_NULL();
}

VEIL_FUNCTION(veil_reset_statistics_guard)
{
    const std::string policy(call([&] { return text_argument(fcinfo, 0); }));
    const std::string relation(call([&] { return text_argument(fcinfo, 1); }));
    const std::string role(call([&] { return text_argument(fcinfo, 2); }));
    {
        const Spi spi;
        (void)editable_policy(spi, policy, GetUserId());
    }
    const Oid of = call([&] { return get_role_oid(role.c_str(), false); });
    PG_RETURN_INT64(static_cast<std::int64_t>(forget_answers({of, policy, relation})));
}
