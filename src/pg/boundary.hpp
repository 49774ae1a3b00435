// The border between two error worlds: C++ exceptions on one side, ereport's longjmp on the other.
//
// Every function is of one colour.
// - Backend code may ereport, never throws, and holds only trivially destructible locals.
// - C++ code may throw, never ereports, and reaches the server only through call().
// guard() is the rim: it runs C++ code for a backend caller. See CONTRIBUTING.md.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// A server error on its way to the rim; keeps SQLSTATE, message, detail, hint and context. The ErrorData
// lives in the memory context that was current at call(), which outlives every C++ frame up to the rim.
class ServerError final : public std::exception {
  public:
    explicit ServerError(ErrorData* data) noexcept : data_(data) {}
    [[nodiscard]] ErrorData* data() const noexcept { return data_; }
    [[nodiscard]] const char* what() const noexcept override { return "server error"; }

  private:
    ErrorData* data_;
};

// An error of pg_veil's own. No part of it ever holds a data value or a secret.
class Refusal final : public std::exception {
  public:
    Refusal(int sqlstate, std::string message, std::string hint = {}, std::string detail = {})
        : sqlstate_(sqlstate), message_(std::move(message)), hint_(std::move(hint)),
          detail_(std::move(detail)) {}
    [[nodiscard]] int sqlstate() const noexcept { return sqlstate_; }
    [[nodiscard]] const std::string& message() const noexcept { return message_; }
    [[nodiscard]] const std::string& hint() const noexcept { return hint_; }
    [[nodiscard]] const std::string& detail() const noexcept { return detail_; }
    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

  private:
    int sqlstate_;
    std::string message_;
    std::string hint_;
    std::string detail_;
};

namespace detail {

// What the rim reports once no exception is in flight any more. Trivial, so a longjmp may cross it.
struct Failure {
    ErrorData* server;
    int sqlstate;
    const char* message;
    const char* hint;
    const char* detail;
};

[[nodiscard]] Failure failure_of(const Refusal& refusal) noexcept;
[[noreturn]] void report(const Failure& failure);

} // namespace detail

// Calls into the server from C++ code: `body` is backend code, and an ereport in it arrives here as a
// ServerError. The server's error state is flushed, so the exception must reach a rim: nothing in between may
// swallow it.
template <class Body>
auto call(Body&& body) -> std::invoke_result_t<Body&> {
    using Result = std::invoke_result_t<Body&>;
    static_assert(std::is_void_v<Result> || std::is_trivially_copyable_v<Result>,
                  "a longjmp must not cross a destructor");
    struct Nothing {};
    MemoryContext context = CurrentMemoryContext;
    ErrorData* volatile error = nullptr;
    std::exception_ptr thrown;
    std::conditional_t<std::is_void_v<Result>, Nothing, Result> result{};

    PG_TRY();
    {
        // An exception that left this block would leave PG_exception_stack dangling: it waits outside.
        try {
            if constexpr (std::is_void_v<Result>) {
                body();
            } else {
                result = body();
            }
        } catch (...) {
            thrown = std::current_exception();
        }
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(context);
        error = CopyErrorData();
        FlushErrorState();
    }
    PG_END_TRY();

    if (thrown) {
        std::rethrow_exception(thrown);
    }
    if (error != nullptr) {
        throw ServerError(error);
    }
    if constexpr (!std::is_void_v<Result>) {
        return result;
    }
}

// Runs C++ code for a backend caller. The exception object is gone before ereport jumps.
template <class Body>
auto guard(Body&& body) -> std::invoke_result_t<Body&> {
    detail::Failure failure{};
    try {
        return body();
    } catch (const ServerError& error) {
        failure.server = error.data();
    } catch (const Refusal& refusal) {
        failure = detail::failure_of(refusal);
    } catch (const std::bad_alloc&) {
        failure.sqlstate = ERRCODE_OUT_OF_MEMORY;
        failure.message = "out of memory";
    } catch (const std::exception&) {
        // what() may come from a library; it is not ours to vouch that it holds no value.
        failure.sqlstate = ERRCODE_INTERNAL_ERROR;
        failure.message = "unexpected error inside pg_veil";
    } catch (...) {
        failure.sqlstate = ERRCODE_INTERNAL_ERROR;
        failure.message = "unexpected error inside pg_veil";
    }
    detail::report(failure);
}

} // namespace veil::pg

// Export, finfo record and rim at once; the body that follows is C++ code and gets `fcinfo`.
#define VEIL_FUNCTION(name)                                                                                  \
    static Datum name##_body(FunctionCallInfo fcinfo);                                                       \
    extern "C" {                                                                                             \
    PG_FUNCTION_INFO_V1(name);                                                                               \
    PGDLLEXPORT Datum name(FunctionCallInfo fcinfo) {                                                        \
        return veil::pg::guard([fcinfo] { return name##_body(fcinfo); });                                    \
    }                                                                                                        \
    }                                                                                                        \
    static Datum name##_body(FunctionCallInfo fcinfo)

// Export and finfo record of a function whose body is backend code: no throw, only trivial locals. For hot
// paths.
#define VEIL_BACKEND_FUNCTION(name)                                                                          \
    extern "C" {                                                                                             \
    PG_FUNCTION_INFO_V1(name);                                                                               \
    PGDLLEXPORT Datum name(FunctionCallInfo fcinfo);                                                         \
    }                                                                                                        \
    Datum name(FunctionCallInfo fcinfo)
