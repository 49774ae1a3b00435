// veil.load_hierarchy, in its forms, and veil.drop_hierarchy.
#include "core/hierarchy_definition.hpp"
#include "core/hierarchy_table.hpp"
#include "pg/catalog.hpp"
#include "pg/character_length.hpp"
#include "pg/hierarchy_catalog.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/sql_arguments.hpp"
#include "pg/table_sample.hpp"

namespace veil::pg {

namespace {

std::string hierarchy_name(FunctionCallInfo fcinfo) {
    std::string name = required_text(fcinfo, 0, "name");
    if (name.size() >= NAMEDATALEN) {
        throw Refusal(ERRCODE_NAME_TOO_LONG, "the name of a hierarchy has at most 63 bytes");
    }
    return name;
}

// `place`: what the problem's number counts.
[[noreturn]] void refuse(const std::string& name, const HierarchyProblem& problem, const char* place) {
    const bool has_place = problem.line > 0 && place != nullptr;
    throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE,
                  "hierarchy \"" + name + "\": " + problem.message +
                      (has_place ? std::string(", ") + place + " " + std::to_string(problem.line) : ""),
                  "A hierarchy has a row for each value: the value, then its label at level 1, 2, ...; those "
                  "of one label have one label at the next level.");
}

std::int32_t store(const std::string& name, const NewHierarchy& hierarchy) {
    call([] { PreventCommandDuringRecovery("veil.load_hierarchy()"); });
    const Oid role = GetUserId();
    const Spi spi;
    lock_catalog();
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    return store_hierarchy(spi, name, hierarchy, role);
}

std::int32_t store_rows(const std::string& name, const HierarchyRows& rows, const char* place) {
    auto table = HierarchyTable::build(rows);
    if (const auto* problem = std::get_if<HierarchyProblem>(&table)) {
        refuse(name, *problem, place);
    }
    return store(name, {std::nullopt, std::nullopt, rows.text(), std::get<0>(table)->top_level()});
}

// The elements of a text array: of a matrix row by row. A null pointer for NULL.
struct Elements {
    Datum* values;
    bool* nulls;
    int count;
    int dimensions;
    int width; // of the last dimension
};

Elements elements_argument(FunctionCallInfo fcinfo, int number) {
    Elements elements{};
    ArrayType* array = PG_GETARG_ARRAYTYPE_P(number);
    deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &elements.values, &elements.nulls,
                      &elements.count);
    elements.dimensions = ARR_NDIM(array);
    elements.width = elements.dimensions > 0 ? ARR_DIMS(array)[elements.dimensions - 1] : 0;
    return elements;
}

std::string element(const Elements& elements, int position) {
    return std::string(call([&] { return view_of(DatumGetTextPP(elements.values[position])); }));
}

// A column as text, by its type's output function: a cast may be somebody's own code. Its name is checked
// against the relation by the server.
std::string column_as_text(const std::string& column) {
    return "pg_catalog.format('%s', base." + quote_name(column) + ")";
}

void require_rows(Oid relation, const std::string& name) {
    const char kind = call([&] { return get_rel_relkind(relation); });
    static constexpr std::string_view kinds{"rpfvm"};
    if (kinds.find(kind) == std::string_view::npos) {
        throw Refusal(ERRCODE_WRONG_OBJECT_TYPE, "relation " + name + " has no rows of a hierarchy");
    }
}

HierarchyRows read_relation(const std::string& name, Oid relation, const std::vector<std::string>& columns) {
    const Spi spi;
    const std::string relation_name = qualified_name(relation);
    require_rows(relation, relation_name);
    // A superuser has too many rights for what reading may run: a view's functions, and already at planning
    // what stands in indexes.
    const ActAs acting(sampling_role(spi, relation, GetUserId()), RunsCode::of_the_role);
    std::string list;
    std::string filter;
    for (const std::string& column : columns) {
        list += (list.empty() ? "" : ", ") + column_as_text(column);
        filter += (filter.empty() ? "base." : " OR base.") + quote_name(column) + " IS NULL";
    }
    if (!spi.query("SELECT 1 FROM " + relation_name + " base WHERE " + filter + " LIMIT 1").empty()) {
        refuse(name, {"a column is NULL in some row", 0}, nullptr);
    }
    HierarchyRows rows;
    std::vector<std::string_view> values;
    std::string names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names.append(i == 0 ? "c" : ", c").append(std::to_string(i));
    }
    // Tables have no order; that of the values is the same in every database.
    const std::string query = "SELECT * FROM (SELECT DISTINCT " + list + " FROM " + relation_name +
                              " base) x (" + names + ") ORDER BY x::text COLLATE \"C\" LIMIT " +
                              std::to_string(most_hierarchy_rows + 1);
    for (const Row& row : spi.query(query)) {
        values.clear();
        for (const auto& value : row) {
            values.emplace_back(*value);
        }
        if (auto problem = rows.add(values, 0)) {
            refuse(name, *problem, nullptr);
        }
    }
    if (rows.rows() == 0) {
        refuse(name, {"there is no row", 0}, nullptr);
    }
    return rows;
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// load_hierarchy(name, content, separator)
VEIL_FUNCTION(veil_load_hierarchy_text)
{
    const std::string name = hierarchy_name(fcinfo);
    const std::string content = optional_text(fcinfo, 1).value_or("");
    const std::string separator = required_text(fcinfo, 2, "separator");
    if (separator.size() != 1 || !veil::is_hierarchy_separator(separator[0])) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE,
                      "argument \"separator\" must be one printable ASCII character or a tab, not a quote");
    }
    veil::HierarchyRows rows;
    if (auto problem = veil::parse_hierarchy_text(content, separator[0], rows)) {
        refuse(name, *problem, "line");
    }
    PG_RETURN_INT32(store_rows(name, rows, "line"));
}

// load_hierarchy(name, rows): a matrix, such as ARRAY(SELECT ARRAY[value, label] FROM ...).
VEIL_FUNCTION(veil_load_hierarchy_rows)
{
    const std::string name = hierarchy_name(fcinfo);
    const Elements elements = call([&] { return elements_argument(fcinfo, 1); });
    if (elements.dimensions != 2) {
        refuse(name, {"the rows are an array of two dimensions", 0}, nullptr);
    }
    veil::HierarchyRows rows;
    const auto width = static_cast<std::size_t>(elements.width);
    std::vector<std::string> values(width);
    for (int position = 0; position < elements.count; ++position) {
        const std::size_t line = static_cast<std::size_t>(position) / width + 1;
        const std::size_t column = static_cast<std::size_t>(position) % width;
        if (elements.nulls[position]) {
            refuse(name, {"a value is NULL", line}, "row");
        }
        values[column] = element(elements, position);
        if (column + 1 == width) {
            const std::vector<std::string_view> views(values.begin(), values.end());
            if (auto problem = rows.add(views, line)) {
                refuse(name, *problem, "row");
            }
        }
    }
    PG_RETURN_INT32(store_rows(name, rows, "row"));
}

// load_hierarchy(name, relation, columns): read with the caller's rights, by a superuser with the owner's.
VEIL_FUNCTION(veil_load_hierarchy_relation)
{
    const std::string name = hierarchy_name(fcinfo);
    const Oid relation = PG_GETARG_OID(1);
    const Elements elements = call([&] { return elements_argument(fcinfo, 2); });
    std::vector<std::string> columns;
    for (int position = 0; position < elements.count; ++position) {
        if (elements.dimensions != 1 || elements.nulls[position]) {
            throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "argument \"columns\" must be a list of names");
        }
        columns.push_back(element(elements, position));
    }
    if (columns.size() < 2) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE,
                      "argument \"columns\" must name the column of the values and those of their labels");
    }
    PG_RETURN_INT32(store_rows(name, read_relation(name, relation, columns), nullptr));
}

// load_hierarchy(name, rule)
VEIL_FUNCTION(veil_load_hierarchy_rule)
{
    const std::string name = hierarchy_name(fcinfo);
    const std::string json =
        call([&] { return DatumGetCString(DirectFunctionCall1(jsonb_out, PG_GETARG_DATUM(1))); });
    auto definition = veil::parse_hierarchy_definition(json);
    if (const auto* problem = std::get_if<std::string>(&definition)) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE, "hierarchy \"" + name + "\": " + *problem);
    }
    const auto hierarchy = veil::make_hierarchy(std::get<0>(definition), character_length());
    PG_RETURN_INT32(store(name, {json, std::get<0>(definition).rule, std::nullopt, hierarchy->top_level()}));
}

VEIL_FUNCTION(veil_drop_hierarchy)
{
    const std::string name = required_text(fcinfo, 0, "name");
    call([] { PreventCommandDuringRecovery("veil.drop_hierarchy()"); });
    const Oid role = GetUserId();
    const Spi spi;
    lock_catalog();
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    drop_hierarchy(spi, name, role);
    PG_RETURN_VOID();
}
