// A rule's parameters against what the registry says of its technique's parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veil {

// As the registry (veil.technique.parameters) declares one parameter.
struct ParameterSpecification {
    std::string name;
    // integer: a whole number; number: any; positive: a number above zero; text; boolean; choice: one of
    // `choices`; key: the name of a key; column: the name of another column of the relation; value: a text,
    // number or boolean, to be read as the column's type.
    std::string type;
    bool required = false;
    std::optional<std::int64_t> minimum; // of an integer
    std::optional<std::int64_t> maximum; // of an integer; of a text, its bytes
    std::vector<std::string> choices;
    std::optional<std::string> default_value;
};

// As a rule gives one parameter: JSON's type (string, number, boolean, object, array, null) and the value as
// text. A number is written out in decimal, without an exponent.
struct GivenParameter {
    std::string name;
    std::string json_type;
    std::string text;
};

struct ParameterProblem {
    std::string message; // names the parameter
    std::string hint;    // what to write instead; may be empty
};

// The first thing wrong with a rule's parameters, or nothing.
[[nodiscard]] std::optional<ParameterProblem>
check_parameters(const std::vector<ParameterSpecification>& specifications,
                 const std::vector<GivenParameter>& given);

// The whole number that a decimal text denotes; nothing when it has a fraction or exceeds 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

} // namespace veil
