// Parameters as a rule gives them, for tests.
#pragma once

#include "core/parameter_check.hpp"

namespace veil::test {

inline GivenParameter text(std::string value, std::string name = {}) {
    return {std::move(name), "string", std::move(value)};
}

inline GivenParameter number(std::string value, std::string name = {}) {
    return {std::move(name), "number", std::move(value)};
}

inline GivenParameter array(std::vector<GivenParameter> elements, std::string name = {}) {
    return {std::move(name), "array", "", std::move(elements)};
}

inline GivenParameter object(std::vector<GivenParameter> members, std::string name = {}) {
    return {std::move(name), "object", "", std::move(members)};
}

} // namespace veil::test
