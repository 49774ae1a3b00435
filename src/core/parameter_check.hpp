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
    // number or boolean, to be read as the column's type. Of several: columns, an array of such names;
    // subset, an array of some of `choices`; values, an array of texts and numbers; texts, an
    // object whose members are texts. Of structure: condition
    // (rule_condition.hpp); technique, an object of a technique's name and its "params"; techniques, an
    // object whose members are such, and may have "type" too. Arrays and objects of structure are not empty.
    std::string type;
    bool required = false;
    std::optional<std::int64_t> minimum; // of an integer
    std::optional<std::int64_t> maximum; // of an integer; of a text, its bytes; of several, their number
    std::vector<std::string> choices;
    std::optional<std::string> default_value;
};

// As a rule gives one parameter: JSON's type (string, number, boolean, object, array, null) and the value as
// text. A number is written out in decimal, without an exponent; objects and arrays have children instead,
// the members by their names and the elements without any.
struct GivenParameter {
    std::string name;
    std::string json_type;
    std::string text;
    std::vector<GivenParameter> children = {};

    // The member of an object, or null.
    [[nodiscard]] const GivenParameter* member(std::string_view member_name) const noexcept;
};

struct ParameterProblem {
    std::string message; // names the parameter
    std::string hint;    // what to write instead; may be empty
};

// The first thing wrong with a rule's parameters, or nothing.
[[nodiscard]] std::optional<ParameterProblem>
check_parameters(const std::vector<ParameterSpecification>& specifications,
                 const std::vector<GivenParameter>& given);

// What is wrong with an object that names a technique and its parameters, {"technique": ..., "params":
// {...}}; whether they are the technique's own is not looked at. `subject` begins the message.
[[nodiscard]] std::optional<std::string> technique_mismatch(const GivenParameter& given);

// The whole number that a decimal text denotes; nothing when it has a fraction or exceeds 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

} // namespace veil
