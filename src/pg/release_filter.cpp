#include "pg/release_filter.hpp"

#include "pg/canonical_value.hpp"
#include "pg/parameter_tree.hpp"

namespace veil::pg {

namespace {

[[noreturn]] void refuse(const std::string& title, const std::string& problem, std::string hint = {}) {
    throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, title + ": " + problem, std::move(hint));
}

std::string title_of(const Release& release) {
    return "release " + release.policy + " / " + release.relation;
}

const std::vector<ParameterSpecification>& sample_parameters() {
    static const std::vector<ParameterSpecification> parameters{
        {"fraction", "positive", true, {}, {}, {}, {}},
        {"key", "key", true, {}, {}, {}, {}},
        {"of", "column", false, {}, {}, {}, {}},
        {"scope", "choice", false, {}, {}, {"policy", "key"}, {}},
    };
    return parameters;
}

std::string text_of(const GivenParameter& sample, const char* name, const std::string& absent) {
    const GivenParameter* member = sample.member(name);
    return member == nullptr ? absent : member->text;
}

CompiledCondition compile_sample(const Spi& spi, const Policy& policy, const Release& release,
                                 const std::vector<Attribute>& columns, CompileOptions options) {
    const std::string title = title_of(release) + ": sample";
    const GivenParameter sample = parameter_tree(*release.sample);
    if (auto problem = check_parameters(sample_parameters(), sample.children)) {
        refuse(title, problem->message, problem->hint);
    }
    const std::string name = text_of(sample, "of", release.subject.value_or(""));
    if (name.empty()) {
        refuse(title, "it is not said of which subjects",
               "Name the column that identifies them in \"of\", or as the release's subject.");
    }
    auto column = std::find_if(columns.begin(), columns.end(),
                               [&](const Attribute& candidate) { return candidate.name == name; });
    if (column == columns.end()) {
        refuse(title, "there is no column \"" + name + "\"");
    }
    const auto subject = canonical_text(*column);
    if (!subject) {
        refuse(title,
               "column \"" + name + "\" of type " + plain_type_name(column->base_type) +
                   " has no canonical text",
               "Take a column that \"pseudonym\" can show as a text.");
    }
    const std::string fraction = text_of(sample, "fraction", "");
    if (spi.query("SELECT $1::pg_catalog.numeric < 1", {fraction})[0][0] != "t") {
        refuse(title, "parameter \"fraction\" must be less than 1");
    }
    const std::string scope = text_of(sample, "scope", "policy") == "key" ? "" : policy.name;
    return {"(veil.in_sample(" + *subject + key_arguments(text_of(sample, "key", ""), scope, options, title) +
                ", " + quote_text(fraction) + "::pg_catalog.float8) IS TRUE)",
            {name}};
}

} // namespace

std::optional<CompiledCondition> compile_release_filter(const Spi& spi, const Policy& policy,
                                                        const Release& release,
                                                        const std::vector<Attribute>& columns,
                                                        CompileOptions options) {
    std::optional<CompiledCondition> filter;
    if (release.filter) {
        filter =
            compile_condition(spi, parameter_tree(*release.filter), columns, title_of(release) + ": filter");
    }
    if (!release.sample) {
        return filter;
    }
    CompiledCondition sample = compile_sample(spi, policy, release, columns, options);
    if (!filter) {
        return sample;
    }
    filter->expression = "(" + filter->expression + " AND " + sample.expression + ")";
    filter->reads.insert(filter->reads.end(), sample.reads.begin(), sample.reads.end());
    return filter;
}

std::vector<std::string> filter_columns(const Spi& spi, const Release& release) {
    std::vector<std::string> columns;
    for (const Row& row :
         spi.query("SELECT f.name FROM veil.named_references('condition', NULL, $1::pg_catalog.jsonb) f "
                   "WHERE f.named = 'column' UNION SELECT coalesce($2::pg_catalog.jsonb ->> 'of', $3) "
                   "WHERE $2 IS NOT NULL",
                   {release.filter, release.sample, release.subject})) {
        columns.push_back(row[0].value_or(""));
    }
    return columns;
}

} // namespace veil::pg
