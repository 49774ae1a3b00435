// SQL functions that drive guard() and call() into every kind of error, with C++ objects alive in the frames
// between.
#include "pg/boundary.hpp"

#include <malloc.h>

#include <limits>
#include <stdexcept>

extern "C" {
PG_MODULE_MAGIC;
}

using namespace veil::pg;

namespace {

// How many objects lived in C++ frames, and how many of them were destroyed.
std::int64_t constructed = 0;
std::int64_t destroyed = 0;
bool state_kept = false;

class Tracked {
  public:
    Tracked() : memory_(1000, 'x') { ++constructed; }
    ~Tracked() { ++destroyed; }
    Tracked(const Tracked&) = delete;
    Tracked& operator=(const Tracked&) = delete;

  private:
    std::string memory_; // so that an object that is not destroyed shows in malloc's account, too
};

// Runs `body` below so many C++ frames, each with an object.
template <class Body>
void below_frames(int frames, const Body& body) {
    Tracked tracked;
    if (frames > 1) {
        below_frames(frames - 1, body);
    } else {
        body();
    }
}

// Backend code.
void report_error() {
    ereport(ERROR, (errcode(ERRCODE_FLOATING_POINT_EXCEPTION), errmsg("reported by the server"),
                    errdetail("Its detail, 100%%."), errhint("Its hint."), errcontext("its context"),
                    err_generic_string(PG_DIAG_TABLE_NAME, "its_table")));
}

void run_sql(const char* statement) {
    call([] { SPI_connect(); });
    call([&] { SPI_execute(statement, false, 0); });
    call([] { SPI_finish(); });
}

// Defeats the optimizer, which may leave out an allocation that nobody uses.
volatile std::size_t more_than_there_is = std::numeric_limits<std::ptrdiff_t>::max() / 2;

void fail(std::string_view kind) {
    if (kind == "ereport") {
        call([] { report_error(); });
    } else if (kind == "elog") {
        call([] {
            MemoryContextSwitchTo(TopMemoryContext);
            elog(ERROR, "internal");
        });
    } else if (kind == "refusal") {
        throw Refusal(ERRCODE_WRONG_OBJECT_TYPE, "a refusal, 100% %s", "Its hint, 100% %s.",
                      "Its detail, 100% %s.");
    } else if (kind == "bare refusal") {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE, "only a message");
    } else if (kind == "bad_alloc") {
        std::vector<char> big(more_than_there_is);
    } else if (kind == "exception") {
        throw std::runtime_error("a secret of a library");
    } else if (kind == "no exception class") {
        throw 42;
    } else if (kind == "thrown in call") {
        call([] { throw std::runtime_error("a secret of a library"); });
    } else if (kind == "refused in call") {
        call([] { throw Refusal(ERRCODE_WRONG_OBJECT_TYPE, "a refusal", "Its hint.", "Its detail."); });
    } else if (kind == "call in call") {
        // The outer body is not backend code, but an exception that comes out of it must do no harm.
        call([] { call([] { report_error(); }); });
    } else if (kind == "SQL") {
        run_sql("SELECT 1 / (SELECT 0)");
    } else if (kind == "PL/pgSQL") {
        run_sql(
            "DO $$BEGIN RAISE EXCEPTION USING ERRCODE = 'VE123', MESSAGE = 'raised', DETAIL = 'Its detail.', "
            "HINT = 'Its hint.'; END$$");
    } else if (kind == "cancel") {
        call([] {
            DirectFunctionCall1(pg_cancel_backend, Int32GetDatum(MyProcPid));
            // The signal may take a moment.
            for (;;) {
                CHECK_FOR_INTERRUPTS();
                pg_usleep(100);
            }
        });
    } else if (kind == "timeout") {
        for (;;) {
            Tracked tracked;
            call([] { CHECK_FOR_INTERRUPTS(); });
            pg_usleep(100);
        }
    } else {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "unknown kind of error");
    }
}

std::string_view kind_argument(FunctionCallInfo fcinfo) {
    return call([&] { return std::string_view(text_to_cstring(PG_GETARG_TEXT_PP(0))); });
}

} // namespace

// fail(kind text, frames integer): fails in that way, below so many C++ frames.
VEIL_FUNCTION(boundary_fail)
{
    std::string_view kind = kind_argument(fcinfo);
    below_frames(PG_GETARG_INT32(1), [&] { fail(kind); });
    PG_RETURN_VOID();
}

// fail_nested(kind text, frames integer, levels integer): C++ frames, call(), backend code, guard(), C++
// frames and so on; the innermost fails.
VEIL_FUNCTION(boundary_fail_nested)
{
    std::string_view kind = kind_argument(fcinfo);
    const int levels = PG_GETARG_INT32(2);
    below_frames(PG_GETARG_INT32(1), [&] {
        if (levels <= 1) {
            fail(kind);
            return;
        }
        call([&] {
            DirectFunctionCall3(boundary_fail_nested, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1),
                                Int32GetDatum(levels - 1));
        });
    });
    PG_RETURN_VOID();
}

// fail_watched(kind text): fails in that way, and notes what C++ code sees of the server's state when the
// exception arrives. state_was_kept() tells whether it was the state of before.
VEIL_FUNCTION(boundary_fail_watched)
{
    std::string_view kind = kind_argument(fcinfo);
    const MemoryContext memory = CurrentMemoryContext;
    const auto* exceptions = PG_exception_stack;
    const auto* contexts = error_context_stack;
    state_kept = false;
    try {
        fail(kind);
    } catch (...) {
        state_kept = CurrentMemoryContext == memory && PG_exception_stack == exceptions &&
                     error_context_stack == contexts && CritSectionCount == 0;
        throw;
    }
    PG_RETURN_VOID();
}

VEIL_FUNCTION(boundary_state_was_kept)
{ PG_RETURN_BOOL(state_kept); }

// A warning passes call() without ado, and results come through.
VEIL_FUNCTION(boundary_pass)
{
    call([] { ereport(WARNING, (errmsg("a warning from C++ frames"))); });
    int number = call([] { return 41; });
    int same = call([&]() -> int { return call([&] { return number + 1; }); });
    PG_RETURN_INT32(same);
}

// Objects in C++ frames so far.
VEIL_FUNCTION(boundary_constructed)
{ PG_RETURN_INT64(constructed); }
VEIL_FUNCTION(boundary_destroyed)
{ PG_RETURN_INT64(destroyed); }

// Whether an exception is still being thrown or handled, between statements.
VEIL_FUNCTION(boundary_exception_left)
{ PG_RETURN_BOOL(std::uncaught_exceptions() != 0 || std::current_exception() != nullptr); }

// Bytes that malloc has given out and not got back.
VEIL_FUNCTION(boundary_allocated)
{
    struct mallinfo2 account = mallinfo2();
    PG_RETURN_INT64(static_cast<std::int64_t>(account.uordblks + account.hblkhd));
}
