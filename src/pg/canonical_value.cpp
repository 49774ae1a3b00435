#include "pg/canonical_value.hpp"

#include "pg/international.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

std::string column_value(const Attribute& attribute) {
    if (!attribute.expression.empty()) {
        return attribute.expression;
    }
    const std::string column = "base." + quote_name(attribute.name);
    return attribute.type == attribute.base_type
               ? column
               : column + "::" + type_name(attribute.base_type, attribute.base_modifier);
}

std::optional<std::string> canonical_text(const Attribute& attribute) {
    const std::string value = column_value(attribute);
    switch (attribute.base_type) {
    case TEXTOID:
        return value;
    case VARCHAROID:
    case BPCHAROID: // the cast takes the trailing blanks off
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case UUIDOID:
        return value + "::pg_catalog.text";
    case NUMERICOID:
    case FLOAT4OID:
    case FLOAT8OID:
    case DATEOID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
    case INETOID:
    case CIDROID:
    case MACADDROID:
        return "veil.canonical(" + value + ")";
    default:
        if (call([&] { return get_typtype(attribute.base_type) == TYPTYPE_ENUM; })) {
            return "veil.canonical(" + value + ")";
        }
        return std::nullopt;
    }
}

void refuse_spelling(const RuleColumn& rule) {
    for (const char* parameter : {"fold", "normalize"}) {
        if (!is_text(rule.type()) && rule.has(parameter)) {
            rule.refuse(std::string("parameter \"") + parameter + "\" is only for texts");
        }
    }
}

std::string keyed_text(const RuleColumn& rule) {
    auto text = canonical_text(rule.attribute());
    if (!text) {
        rule.refuse("type " + plain_type_name(rule.type()) + " has no canonical text");
    }
    refuse_spelling(rule);
    const bool folds = rule.has("fold");
    const bool normalizes = rule.has("normalize");
    if (!folds && !normalizes) {
        return *text;
    }
    const std::string parameter = folds ? "fold" : "normalize";
    if (GetDatabaseEncoding() != PG_UTF8) {
        rule.refuse("parameter \"" + parameter + "\" needs a database with encoding UTF8");
    }
    if (folds && rule.is_being_written()) {
        (void)international_module();
    }
    // Unicode, section 3.13, D145: folding is of a normalized text, and does not leave it normalized.
    std::string result = *text;
    if (normalizes) {
        result = "veil.normalize_nfc(" + result + ")";
    }
    if (folds) {
        result = "veil.fold_case(" + result + ")";
    }
    return folds && normalizes ? "veil.normalize_nfc(" + result + ")" : result;
}

} // namespace veil::pg
