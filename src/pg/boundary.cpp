#include "pg/boundary.hpp"

namespace veil::pg::detail {

namespace {

// Null when memory is short: the report then goes out without that part.
const char* keep(const std::string& text) noexcept {
    if (text.empty()) {
        return nullptr;
    }
    auto* copy = static_cast<char*>(palloc_extended(text.size() + 1, MCXT_ALLOC_NO_OOM));
    if (copy != nullptr) {
        std::copy(text.begin(), text.end(), copy);
        copy[text.size()] = '\0';
    }
    return copy;
}

} // namespace

Failure failure_of(const Refusal& refusal) noexcept {
    return Failure{nullptr, refusal.sqlstate(), keep(refusal.message()), keep(refusal.hint()),
                   keep(refusal.detail())};
}

void report(const Failure& failure) {
    if (failure.server != nullptr) {
        ReThrowError(failure.server);
    }
    ereport(ERROR, (errcode(failure.sqlstate),
                    errmsg_internal("%s", failure.message != nullptr ? failure.message : "out of memory"),
                    failure.detail != nullptr ? errdetail_internal("%s", failure.detail) : 0,
                    failure.hint != nullptr ? errhint("%s", failure.hint) : 0));
    pg_unreachable();
}

} // namespace veil::pg::detail
