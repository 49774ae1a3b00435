#include "pg/row_condition.hpp"

#include "pg/canonical_value.hpp"
#include "pg/typed_constant.hpp"

namespace veil::pg {

namespace {

class ConditionCompiler {
  public:
    ConditionCompiler(const Spi& spi, const std::vector<Attribute>& columns, const std::string& title)
        : spi_(spi), columns_(columns), title_(title) {}

    std::string compile(const Condition& condition) {
        switch (condition.kind) {
        case Condition::Kind::all_of:
            return joined(condition.parts, " AND ");
        case Condition::Kind::any_of:
            return joined(condition.parts, " OR ");
        case Condition::Kind::negation:
            return "(NOT " + compile(condition.parts.front()) + ")";
        case Condition::Kind::is_null:
            return "(" + column_value(column(condition)) + " IS NULL)";
        case Condition::Kind::is_not_null:
            return "(" + column_value(column(condition)) + " IS NOT NULL)";
        case Condition::Kind::comparison:
            return "(" + operand(column(condition)) + " OPERATOR(pg_catalog." + condition.comparison + ") " +
                   constant(column(condition), condition.values.front()) + ")";
        case Condition::Kind::starts_with:
            return starts_with(condition);
        case Condition::Kind::one_of:
            return one_of(condition);
        }
        return "false";
    }

    [[nodiscard]] const std::vector<std::string>& reads() const noexcept { return reads_; }

  private:
    [[noreturn]] void refuse(const std::string& problem, std::string hint = {}) const {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, title_ + ": " + problem, std::move(hint));
    }

    std::string joined(const std::vector<Condition>& parts, const std::string& word) {
        std::string list;
        for (const Condition& part : parts) {
            list += (list.empty() ? "(" : word) + compile(part);
        }
        return list + ")";
    }

    const Attribute& column(const Condition& condition) {
        auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Attribute& candidate) {
            return candidate.name == condition.column;
        });
        if (found == columns_.end()) {
            refuse("there is no column \"" + condition.column + "\"");
        }
        if (std::find(reads_.begin(), reads_.end(), found->name) == reads_.end()) {
            reads_.push_back(found->name);
        }
        return *found;
    }

    // Comparing values of these runs nothing but code of the server's own, and raises no error.
    static bool is_comparable(const Attribute& attribute) {
        const Oid type = attribute.base_type;
        return is_text(type) || is_integer(type) || is_float(type) || is_time(type) || type == NUMERICOID ||
               type == BOOLOID || type == UUIDOID || type == INETOID || type == CIDROID ||
               call([&] { return get_typtype(type) == TYPTYPE_ENUM; });
    }

    // Texts are compared by their bytes, whatever the column's collation.
    std::string operand(const Attribute& attribute) const {
        if (!is_comparable(attribute)) {
            refuse("a condition cannot compare column \"" + attribute.name + "\" of type " +
                       plain_type_name(attribute.base_type),
                   "It can ask whether the column is null or not null.");
        }
        std::string value = column_value(attribute);
        if (!is_text(attribute.base_type)) {
            return value;
        }
        return "(" + value + (attribute.base_type == TEXTOID ? "" : "::pg_catalog.text") +
               " COLLATE pg_catalog.\"C\")";
    }

    std::string constant(const Attribute& attribute, const std::string& text) const {
        const Oid type = is_text(attribute.base_type) ? TEXTOID : attribute.base_type;
        if (names_present_moment(type, text)) {
            refuse("the value for column \"" + attribute.name +
                       "\" depends on the moment at which the view is built",
                   "Write the date or time itself.");
        }
        auto constant = typed_constant(spi_, text, type, -1);
        if (!constant) {
            refuse("the value for column \"" + attribute.name + "\" is not of type " + plain_type_name(type));
        }
        return *constant;
    }

    std::string starts_with(const Condition& condition) {
        const Attribute& attribute = column(condition);
        if (!is_text(attribute.base_type)) {
            refuse("\"starts with\" is for texts, and column \"" + attribute.name + "\" is of type " +
                   plain_type_name(attribute.base_type));
        }
        return "pg_catalog.starts_with(" + operand(attribute) + ", " +
               constant(attribute, condition.values.front()) + ")";
    }

    std::string one_of(const Condition& condition) {
        const Attribute& attribute = column(condition);
        const std::string value = operand(attribute);
        std::string list;
        for (const std::string& text : condition.values) {
            list += (list.empty() ? "" : ", ") + constant(attribute, text);
        }
        return "(" + value + " OPERATOR(pg_catalog.=) ANY (ARRAY[" + list + "]))";
    }

    const Spi& spi_;
    const std::vector<Attribute>& columns_;
    const std::string& title_;
    std::vector<std::string> reads_;
};

} // namespace

CompiledCondition compile_condition(const Spi& spi, const GivenParameter& given,
                                    const std::vector<Attribute>& columns, const std::string& title) {
    const auto condition = parse_condition(given);
    if (!condition) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, title + " " + condition_mismatch(given).value_or(""));
    }
    ConditionCompiler compiler(spi, columns, title);
    std::string expression = compiler.compile(*condition);
    return {std::move(expression), compiler.reads()};
}

} // namespace veil::pg
