// veil.answer(internal, release, question, is_shown, parameters ...), a window function over all cells of a
// table: it puts the answer on record before the first cell leaves.
#include "pg/answer_file.hpp"
#include "pg/boundary.hpp"
#include "pg/catalog.hpp"
#include "pg/policy_file.hpp"
#include "pg/question_form.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/sql_session.hpp"
#include "pg/text_value.hpp"

extern "C" {
#include "windowapi.h"
}

using namespace veil::pg;

namespace {

constexpr int release_argument = 1;
constexpr int question_argument = 2;
constexpr int shown_argument = 3;
constexpr int first_parameter = 4;

Datum argument_of_row(WindowObject window, int argument, std::uint32_t row, bool* is_null) {
    bool is_outside = false;
    return WinGetFuncArgInPartition(window, argument, static_cast<int>(row), WINDOW_SEEK_HEAD, false, is_null,
                                    &is_outside);
}

struct Counts {
    std::int64_t shown = 0;
    std::int64_t hidden = 0;
};

// Backend code. Where a table has no cell at all there is one row, whose cell is NULL.
Counts count_cells(WindowObject window, std::uint32_t rows) {
    Counts counts;
    for (std::uint32_t row = 0; row < rows; ++row) {
        bool is_null = false;
        const bool is_shown = DatumGetBool(argument_of_row(window, shown_argument, row, &is_null));
        counts.shown += !is_null && is_shown ? 1 : 0;
        counts.hidden += !is_null && !is_shown ? 1 : 0;
    }
    return counts;
}

// Backend code, under pinned settings.
const char* parameter_of(WindowObject window, const WindowFunc* call, int number) {
    bool is_null = false;
    const Datum value = argument_of_row(window, first_parameter + number, 0, &is_null);
    StringInfoData tree;
    initStringInfo(&tree);
    append_operand(&tree, value, is_null,
                   exprType(static_cast<Node*>(list_nth(call->args, first_parameter + number))));
    return tree.data;
}

veil::StatisticsQuestion question_of(WindowObject window, const WindowFunc* call_node) {
    std::vector<std::string_view> parameters;
    const int count = list_length(call_node->args) - first_parameter;
    if (count > 0) {
        const PinnedSettings pinned;
        for (int i = 0; i < count; ++i) {
            parameters.emplace_back(call([&] { return parameter_of(window, call_node, i); }));
        }
    }
    const std::string_view tree = call([&] {
        bool is_null = false;
        return view_of(PG_DETOAST_DATUM_PACKED(argument_of_row(window, question_argument, 0, &is_null)));
    });
    auto question = veil::read_question(tree, parameters);
    if (!question) {
        throw Refusal(ERRCODE_INTERNAL_ERROR, "the question of a query of statistics is not readable");
    }
    return std::move(*question);
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

// C++ code.
void record(WindowObject window, const WindowFunc* call_node, const Counts& counts) {
    veil::AnswerRecord answer;
    answer.question = question_of(window, call_node);
    const std::string text = question_text(answer.question);
    if (text.size() > veil::largest_question) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED, "the query is too long to be recorded",
                      "Ask it in parts.");
    }
    answer.question_hash = hash_of(text);
    const ReleaseKey release = call([&] {
        bool is_null = false;
        return find_release_of_view(DatumGetObjectId(argument_of_row(window, release_argument, 0, &is_null)));
    });
    if (release.policy == nullptr || release.relation == nullptr) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "this is no release of statistics");
    }
    answer.policy = release.policy;
    answer.relation = release.relation;
    answer.at = moment_now();
    answer.login_role = role_name(GetAuthenticatedUserId());
    answer.session_role = role_name(GetSessionUserId());
    answer.acting_role = role_name(GetUserId());
    answer.session = call([] { return psprintf("%lx.%x", static_cast<long>(MyStartTime), MyProcPid); });
    answer.outcome = "answered";
    answer.shown = counts.shown;
    answer.hidden = counts.hidden;
    append_answer(answer);
}

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
        const auto rows = static_cast<std::uint32_t>(WinGetPartitionRowCount(window));
        const auto* call = reinterpret_cast<const WindowFunc*>(fcinfo->flinfo->fn_expr);
        MemoryContext scratch =
            AllocSetContextCreate(CurrentMemoryContext, "pg_veil answer", ALLOCSET_DEFAULT_SIZES);
        MemoryContext before = MemoryContextSwitchTo(scratch);
        const Counts counts = count_cells(window, rows);
        guard([&] { record(window, call, counts); });
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
