// The arguments of SQL functions that are not on a hot path, as C++ values.
#pragma once

#include "pg/boundary.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

[[nodiscard]] inline std::optional<std::string> optional_text(FunctionCallInfo fcinfo, int number) {
    if (PG_ARGISNULL(number)) {
        return std::nullopt;
    }
    return std::string(call([&] { return text_argument(fcinfo, number); }));
}

[[nodiscard]] inline std::string required_text(FunctionCallInfo fcinfo, int number, const char* name) {
    auto value = optional_text(fcinfo, number);
    if (!value || value->empty()) {
        throw Refusal(ERRCODE_NULL_VALUE_NOT_ALLOWED, std::string("argument \"") + name + "\" is missing");
    }
    return *value;
}

} // namespace veil::pg
