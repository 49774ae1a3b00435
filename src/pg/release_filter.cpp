#include "pg/release_filter.hpp"

#include "core/subject_set.hpp"
#include "pg/canonical_value.hpp"
#include "pg/disclosure_options.hpp"
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
    return {"veil.in_sample(" + *subject + key_arguments(text_of(sample, "key", ""), scope, options, title) +
                ", " + quote_text(fraction) + "::pg_catalog.float8)",
            {name}};
}

// The guard, which no row passes: see statistics_query.hpp. Without a subject there are no statistics either.
CompiledCondition compile_guard(const Policy& policy, const Release& release,
                                const std::vector<Attribute>& columns, CompileOptions options) {
    const std::string title = title_of(release);
    const std::string k = release.k.value_or(policy.k.value_or("10"));
    if (parse_integer(k).value_or(0) > static_cast<int>(largest_subject_threshold)) {
        refuse(title, "k is at most " + std::to_string(largest_subject_threshold) + " at level aggregated");
    }
    const std::string disclosure = check_disclosure(release.disclosure, title);
    const std::optional<std::string> key = cell_key(release.disclosure);
    // One scope for all that the key is for: two releases of one table are not to have two noises.
    const std::string rules = k + ", " + quote_text(disclosure) + "::pg_catalog.jsonb" +
                              (key ? key_arguments(*key, "", options, title + ": disclosure") : "") + ")";
    if (!release.subject) {
        return {"veil.statistics_only(NULL::pg_catalog.text, " + rules, {}};
    }
    auto column = std::find_if(columns.begin(), columns.end(), [&](const Attribute& candidate) {
        return candidate.name == *release.subject;
    });
    if (column == columns.end()) {
        refuse(title, "there is no column \"" + *release.subject + "\"");
    }
    if (!call([&] {
            return OidIsValid(
                lookup_type_cache(column->type, TYPECACHE_HASH_EXTENDED_PROC)->hash_extended_proc);
        })) {
        refuse(title,
               "column \"" + column->name + "\" of type " + plain_type_name(column->type) +
                   " cannot be told apart by hashing",
               "Take a column of another type as the subject.");
    }
    return {"veil.statistics_only(base." + quote_name(column->name) + ", " + rules, {column->name}};
}

void add_condition(std::optional<CompiledCondition>* all, CompiledCondition condition) {
    if (!*all) {
        *all = std::move(condition);
        return;
    }
    (*all)->expression = "(" + (*all)->expression + " AND " + condition.expression + ")";
    (*all)->reads.insert((*all)->reads.end(), condition.reads.begin(), condition.reads.end());
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
    if (release.sample) {
        add_condition(&filter, compile_sample(spi, policy, release, columns, options));
    }
    if (policy.gives_statistics_only()) {
        add_condition(&filter, compile_guard(policy, release, columns, options));
    } else if (release.disclosure) {
        refuse(title_of(release), "rules of disclosure are for level aggregated");
    }
    return filter;
}

std::vector<std::string> filter_columns(const Spi& spi, const Policy& policy, const Release& release) {
    std::vector<std::string> columns;
    for (const Row& row :
         spi.query("SELECT f.name FROM veil.named_references('condition', NULL, $1::pg_catalog.jsonb) f "
                   "WHERE f.named = 'column' UNION SELECT coalesce($2::pg_catalog.jsonb ->> 'of', $3) "
                   "WHERE $2 IS NOT NULL",
                   {release.filter, release.sample, release.subject})) {
        columns.push_back(row[0].value_or(""));
    }
    if (policy.gives_statistics_only() && release.subject) {
        columns.push_back(*release.subject);
    }
    return columns;
}

} // namespace veil::pg
