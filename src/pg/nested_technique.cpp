#include "pg/nested_technique.hpp"

#include "pg/canonical_value.hpp"

namespace veil::pg {

namespace {

// Without a collation of its own: two explicit ones would not go together.
Attribute placeholder(const std::string& name, std::size_t number, Oid type, std::int32_t modifier) {
    std::int32_t base_modifier = modifier;
    const Oid base = call([&] { return getBaseTypeAndTypmod(type, &base_modifier); });
    std::string expression =
        "veil.element(" + std::to_string(number) + ", NULL::" + type_name(type, -1) + ")";
    if (base != type) {
        expression += "::" + type_name(base, -1);
    }
    return {name,
            type,
            modifier,
            call([&] { return get_typcollation(base); }),
            base,
            base_modifier,
            std::move(expression)};
}

// The columns of the row as placeholders, numbered from 1 by their places in `names`; those that are not
// there come after.
std::vector<Attribute> numbered_columns(const std::vector<Attribute>& columns,
                                        const std::vector<std::string>& names) {
    std::vector<Attribute> numbered;
    std::size_t next = names.size();
    for (const Attribute& column : columns) {
        auto found = std::find(names.begin(), names.end(), column.name);
        const std::size_t number =
            found == names.end() ? ++next : static_cast<std::size_t>(found - names.begin()) + 1;
        numbered.push_back(placeholder(column.name, number, column.base_type, column.base_modifier));
    }
    return numbered;
}

std::vector<Protected> compile_with(RuleColumn& rule, const std::vector<NestedPart>& parts,
                                    const std::vector<std::string>& names) {
    const std::vector<Attribute> columns = numbered_columns(rule.columns(), names);
    std::vector<Protected> masks;
    for (const NestedPart& part : parts) {
        masks.push_back(rule.nested(part.title, *part.technique, part.value, columns));
    }
    return masks;
}

} // namespace

// Which columns the masks read is known when they are compiled; then they are compiled with their numbers.
NestedParts compile_parts(RuleColumn& rule, const std::vector<NestedPart>& parts) {
    const auto before = static_cast<std::ptrdiff_t>(rule.other_columns().size());
    NestedParts compiled{compile_with(rule, parts, {}), {}};
    std::vector<std::string> names(rule.other_columns().begin() + before, rule.other_columns().end());
    if (names.empty()) {
        return compiled;
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    compiled.masks = compile_with(rule, parts, names);
    for (const std::string& name : names) {
        compiled.columns += ", " + column_value(rule.column_named(name, "a nested technique"));
    }
    return compiled;
}

Attribute nested_value(const RuleColumn& rule, Oid type, std::int32_t modifier) {
    return placeholder(rule.attribute().name, 0, type, modifier);
}

ViewColumn mask_type(const Protected& mask) {
    return analyse_body("SELECT " + mask.expression + " AS mask").columns.at(0);
}

} // namespace veil::pg
