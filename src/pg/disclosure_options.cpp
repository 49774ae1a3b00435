#include "pg/disclosure_options.hpp"

#include "core/cell_noise.hpp"
#include "core/parameter_check.hpp"
#include "pg/boundary.hpp"
#include "pg/parameter_tree.hpp"

namespace veil::pg {

namespace {

const std::vector<ParameterSpecification>& specifications() {
    static const std::vector<ParameterSpecification> parameters{
        {"dominance_n", "integer", false, 1, most_dominating_subjects, {}, {}},
        {"dominance_percent", "positive", false, {}, {}, {}, {}},
        {"p_percent", "positive", false, {}, {}, {}, {}},
        {"margin_percent", "positive", false, {}, {}, {}, {}},
        {"secondary", "boolean", false, {}, {}, {}, {}},
        {"round", "integer", false, 2, 1'000'000, {}, {}},
        {"round_sums", "integer", false, 2, 1'000'000'000'000, {}, {}},
        {"cell_key", "key", false, {}, {}, {}, {}},
        {"noise", "positive", false, {}, {}, {}, {}},
        {"record", "boolean", false, {}, {}, {}, {}},
        {"difference_guard", "boolean", false, {}, {}, {}, {}},
    };
    return parameters;
}

JsonbValue* find_value(const Jsonb* object, std::string_view name, JsonbValue* room) {
    return getKeyJsonValueFromContainer(const_cast<JsonbContainer*>(&object->root), name.data(),
                                        static_cast<int>(name.size()), room);
}

double number_in(const Jsonb* object, std::string_view name) {
    JsonbValue room{};
    const JsonbValue* value = find_value(object, name, &room);
    return value == nullptr ? 0
                            : DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
                                                                 NumericGetDatum(value->val.numeric)));
}

bool truth_in(const Jsonb* object, std::string_view name, bool absent) {
    JsonbValue room{};
    const JsonbValue* value = find_value(object, name, &room);
    return value == nullptr ? absent : value->val.boolean;
}

} // namespace

std::string check_disclosure(const std::optional<std::string>& disclosure, const std::string& title) {
    if (!disclosure) {
        return "{}";
    }
    const GivenParameter given = parameter_tree(*disclosure);
    auto refuse = [&](const std::string& problem, std::string hint = {}) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, title + ": disclosure: " + problem, std::move(hint));
    };
    if (auto problem = check_parameters(specifications(), given.children)) {
        refuse(problem->message, problem->hint);
    }
    if ((given.member("dominance_n") == nullptr) != (given.member("dominance_percent") == nullptr)) {
        refuse("parameters \"dominance_n\" and \"dominance_percent\" belong together",
               "The n largest contributors of a cell are to have less than so many percent of its sum.");
    }
    if (given.member("round_sums") != nullptr && given.member("round") == nullptr) {
        refuse("parameter \"round_sums\" needs \"round\"", "Averages tell how many rows a sum is of.");
    }
    if ((given.member("cell_key") == nullptr) != (given.member("noise") == nullptr)) {
        refuse("parameters \"cell_key\" and \"noise\" belong together",
               "The key makes noise of so many subjects, as a standard deviation.");
    }
    if (const GivenParameter* noise = given.member("noise")) {
        const double deviation = std::strtod(noise->text.c_str(), nullptr);
        if (deviation < least_cell_noise || deviation > most_cell_noise) {
            refuse("parameter \"noise\" must be between 0.1 and 1000");
        }
    }
    for (const char* name : {"dominance_percent", "p_percent", "margin_percent"}) {
        const GivenParameter* member = given.member(name);
        if (member != nullptr && std::strtod(member->text.c_str(), nullptr) > 100) {
            refuse("parameter \"" + std::string(name) + "\" must be at most 100");
        }
    }
    return *disclosure;
}

std::optional<std::string> cell_key(const std::optional<std::string>& disclosure) {
    if (!disclosure) {
        return std::nullopt;
    }
    const GivenParameter given = parameter_tree(*disclosure);
    const GivenParameter* key = given.member("cell_key");
    return key == nullptr ? std::nullopt : std::optional(key->text);
}

AnswerRounding answer_rounding(const Jsonb* disclosure) {
    return {static_cast<std::int64_t>(number_in(disclosure, "round")),
            static_cast<std::int64_t>(number_in(disclosure, "round_sums"))};
}

double cell_noise_deviation(const Jsonb* disclosure) {
    return number_in(disclosure, "noise");
}

DisclosureRules disclosure_rules(const Jsonb* disclosure) {
    return {{static_cast<std::uint32_t>(number_in(disclosure, "dominance_n")),
             number_in(disclosure, "dominance_percent"), number_in(disclosure, "p_percent")},
            number_in(disclosure, "margin_percent"),
            truth_in(disclosure, "secondary", true)};
}

bool records_answers(const Jsonb* disclosure) {
    return truth_in(disclosure, "record", true);
}

bool guards_differences(const Jsonb* disclosure) {
    return truth_in(disclosure, "difference_guard", false);
}

} // namespace veil::pg
