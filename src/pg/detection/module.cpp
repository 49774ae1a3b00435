// The module pg_veil_detection: what needs RE2, apart, so that only who uses it pays for it. It knows no
// keys, calls nothing of the server and throws nothing: pg_veil calls it, and nobody else.
#include "core/detection_interface.hpp"
#include "detection/regular_expression.hpp"
#include "pg/postgres.hpp"

namespace {

namespace detection = veil::detection;
using detection::RegularExpression;

const RegularExpression& expression_of(const detection::VeilExpression* expression) {
    return *reinterpret_cast<const RegularExpression*>(expression);
}

extern "C" {

detection::VeilExpression* compile(const char* expression, std::size_t size, bool is_utf8, char* problem) {
    try {
        auto compiled = std::make_unique<RegularExpression>(std::string_view(expression, size), is_utf8);
        if (compiled->problem().empty()) {
            return reinterpret_cast<detection::VeilExpression*>(compiled.release());
        }
        problem[compiled->problem().copy(problem, detection::problem_capacity - 1)] = '\0';
    } catch (...) {
        problem[std::string_view("out of memory").copy(problem, detection::problem_capacity - 1)] = '\0';
    }
    return nullptr;
}

void release(detection::VeilExpression* expression) {
    delete reinterpret_cast<RegularExpression*>(expression);
}

int find(const detection::VeilExpression* expression, const char* text, std::size_t size, std::size_t from,
         std::size_t* begin, std::size_t* end) {
    try {
        const auto match = expression_of(expression).find({text, size}, from);
        if (!match) {
            return 0;
        }
        *begin = match->begin;
        *end = match->end;
        return 1;
    } catch (...) {
        return -1;
    }
}

} // extern "C"

constexpr detection::VeilDetection functions{detection::interface_version, compile, release, find};

} // namespace

extern "C" {
PG_MODULE_MAGIC;
PGDLLEXPORT const detection::VeilDetection* veil_detection();
}

const detection::VeilDetection* veil_detection() {
    return &functions;
}
