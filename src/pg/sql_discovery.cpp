// veil.discover: what the columns of relations seem to hold, and how they could be protected.
#include "core/column_proposal.hpp"
#include "pg/catalog.hpp"
#include "pg/rule_catalog.hpp"
#include "pg/sql_arguments.hpp"
#include "pg/table_sample.hpp"

namespace veil::pg {

namespace {

constexpr std::int32_t most_rows = 100'000;

TypeFamily family_of(Oid type) {
    switch (type) {
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case NAMEOID:
        return TypeFamily::text;
    case INT2OID:
    case INT4OID:
    case INT8OID:
        return TypeFamily::integer;
    case NUMERICOID:
    case FLOAT4OID:
    case FLOAT8OID:
        return TypeFamily::number;
    case BOOLOID:
        return TypeFamily::boolean;
    case DATEOID:
        return TypeFamily::date;
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
        return TypeFamily::timestamp;
    case UUIDOID:
        return TypeFamily::uuid;
    case INETOID:
    case CIDROID:
        return TypeFamily::network;
    case MACADDROID:
    case MACADDR8OID:
        return TypeFamily::mac_address;
    case JSONOID:
    case JSONBOID:
        return TypeFamily::document;
    default:
        break;
    }
    if (call([&] { return get_typtype(type) == TYPTYPE_ENUM; })) {
        return TypeFamily::enumeration;
    }
    return call([&] { return OidIsValid(get_element_type(type)); }) ? TypeFamily::array : TypeFamily::other;
}

// The techniques of the registry, but those that somebody registered, by the types that they take.
std::map<std::string, std::set<std::string>> techniques_by_type(const Spi& spi) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    std::map<std::string, std::set<std::string>> techniques;
    for (const Row& row : spi.query("SELECT t.name, u.type FROM veil.technique t, "
                                    "pg_catalog.unnest(t.types) AS u (type) WHERE t.function IS NULL")) {
        techniques[*row[1]].insert(*row[0]);
    }
    return techniques;
}

// Names of columns that alone are a unique index, and alone a foreign key or what one refers to.
struct KeyColumns {
    std::set<std::string> unique;
    std::set<std::string> references;
};

KeyColumns key_columns(const Spi& spi, Oid relation) {
    KeyColumns keys;
    for (const Row& row : spi.query(
             "SELECT a.attname, k.kind FROM (SELECT i.indrelid AS relation, i.indkey[0] AS number, 'unique' "
             "AS kind FROM pg_catalog.pg_index i WHERE i.indrelid = $1::oid AND i.indisunique AND "
             "i.indnkeyatts = 1 AND i.indpred IS NULL AND i.indisvalid UNION ALL "
             "SELECT c.conrelid, c.conkey[1], 'reference' FROM pg_catalog.pg_constraint c WHERE c.conrelid = "
             "$1::oid AND c.contype = 'f' AND pg_catalog.cardinality(c.conkey) = 1 UNION ALL "
             "SELECT c.confrelid, c.confkey[1], 'reference' FROM pg_catalog.pg_constraint c WHERE "
             "c.confrelid = $1::oid AND c.contype = 'f' AND pg_catalog.cardinality(c.confkey) = 1) k "
             "JOIN pg_catalog.pg_attribute a ON a.attrelid = k.relation AND a.attnum = k.number",
             {std::to_string(relation)})) {
        (*row[1] == "unique" ? keys.unique : keys.references).insert(*row[0]);
    }
    return keys;
}

struct Options {
    std::uint64_t rows;
    std::string key;
};

class Discovery {
  public:
    Discovery(const Spi& spi, Options options, ReturnSetInfo* result)
        : spi_(spi), options_(std::move(options)), result_(result), techniques_(techniques_by_type(spi)) {}

    // Refuses what the caller may not read; what goes wrong while a relation is read is said without the
    // server's message, which may hold values.
    void relation(Oid relation) const;
    // All relations of a schema that the caller may read. What cannot be sampled is judged by names and
    // types.
    void schema(Oid schema) const;

  private:
    void propose_columns(Oid relation, const std::vector<Attribute>& columns,
                         const std::vector<ColumnSample>& samples) const;
    [[nodiscard]] ColumnFacts facts_of(const Attribute& column) const;
    [[nodiscard]] std::set<std::string> techniques_for(Oid type, TypeFamily family) const;
    void put(Oid relation, const Attribute& column, const Proposal& proposal,
             const std::string& evidence) const;

    const Spi& spi_;
    Options options_;
    ReturnSetInfo* result_;
    std::map<std::string, std::set<std::string>> techniques_;
    ValueForms forms_;
};

bool is_readable_kind(char kind) {
    return kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE || kind == RELKIND_VIEW ||
           kind == RELKIND_MATVIEW || kind == RELKIND_FOREIGN_TABLE;
}

void Discovery::relation(Oid relation) const {
    const char kind = call([&] { return get_rel_relkind(relation); });
    if (kind == '\0') {
        throw Refusal(ERRCODE_UNDEFINED_TABLE, "there is no such relation");
    }
    if (!is_readable_kind(kind)) {
        throw Refusal(ERRCODE_WRONG_OBJECT_TYPE, qualified_name(relation) + " is neither table nor view");
    }
    const Oid caller = GetUserId();
    const std::vector<Attribute> columns = attributes_of(relation);
    if (!columns.empty() && std::ranges::none_of(columns, [&](const Attribute& column) {
            return may_read(relation, column.name, caller);
        })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "permission denied to read relation " + qualified_name(relation));
    }
    const Oid reader = sampling_role(spi_, relation, caller);
    std::vector<ColumnSample> samples;
    try {
        samples = sample_table(spi_, relation, columns, reader, options_.rows, forms_);
    } catch (const ServerError& error) {
        const int code = error.data()->sqlerrcode;
        if (is_no_answer(code) ||
            ERRCODE_TO_CATEGORY(code) == ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION) {
            throw;
        }
        throw Refusal(code, "relation " + qualified_name(relation) + " cannot be read without an error",
                      "Read it yourself to see which.");
    }
    propose_columns(relation, columns, samples);
}

void Discovery::schema(Oid schema) const {
    const Oid caller = GetUserId();
    for (const Row& row : spi_.query("SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = $1::oid "
                                     "AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition "
                                     "ORDER BY c.relname",
                                     {std::to_string(schema)})) {
        const Oid relation = oid_of(*row[0]);
        if (call([&] { return is_view_of_release(relation); })) {
            continue;
        }
        const std::vector<Attribute> columns = attributes_of(relation);
        if (std::ranges::none_of(
                columns, [&](const Attribute& column) { return may_read(relation, column.name, caller); })) {
            continue;
        }
        std::vector<ColumnSample> samples;
        // Whatever goes wrong with one of them, the others are looked at.
        const auto problem = attempt(
            [&] {
                samples = sample_table(spi_, relation, columns, sampling_role(spi_, relation, caller),
                                       options_.rows, forms_);
            },
            is_intervention);
        if (problem) {
            samples.assign(columns.size(), ColumnSample(forms_));
        }
        propose_columns(relation, columns, samples);
    }
}

void Discovery::propose_columns(Oid relation, const std::vector<Attribute>& columns,
                                const std::vector<ColumnSample>& samples) const {
    const KeyColumns keys = key_columns(spi_, relation);
    std::vector<ColumnFacts> facts;
    std::vector<Proposal> proposals;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        facts.push_back(facts_of(columns[i]));
        facts[i].is_unique = keys.unique.contains(columns[i].name);
        facts[i].is_reference = keys.references.contains(columns[i].name);
        proposals.push_back(propose(facts[i], samples[i], options_.key));
    }
    relate_proposals(facts, proposals);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        put(relation, columns[i], proposals[i], evidence_json(facts[i], samples[i], proposals[i]));
    }
}

std::set<std::string> Discovery::techniques_for(Oid type, TypeFamily family) const {
    std::set<std::string> techniques;
    for (const std::string& taken : {std::string("any"), plain_type_name(type),
                                     std::string(family == TypeFamily::enumeration ? "enum" : "any"),
                                     std::string(family == TypeFamily::array ? "array" : "any")}) {
        if (const auto found = techniques_.find(taken); found != techniques_.end()) {
            techniques.insert(found->second.begin(), found->second.end());
        }
    }
    return techniques;
}

ColumnFacts Discovery::facts_of(const Attribute& column) const {
    ColumnFacts facts;
    facts.name = column.name;
    facts.family = family_of(column.base_type);
    facts.techniques = techniques_for(column.base_type, facts.family);
    const Oid element = call([&] { return get_element_type(column.base_type); });
    if (facts.family == TypeFamily::array && is_sampled_type(element)) {
        facts.element_family = family_of(element);
        facts.element_techniques = techniques_for(element, facts.element_family);
    }
    return facts;
}

void Discovery::put(Oid relation, const Attribute& column, const Proposal& proposal,
                    const std::string& evidence) const {
    const std::string type = plain_type_name(column.type, column.modifier);
    const std::string parameters = parameters_json(proposal);
    const std::string_view disclosure_class = disclosure_class_name(proposal.disclosure_class);
    call([&] {
        const auto json = [](const std::string& text) {
            return DirectFunctionCall1(jsonb_in, CStringGetDatum(text.c_str()));
        };
        std::array<Datum, 8> values{ObjectIdGetDatum(relation),
                                    DirectFunctionCall1(namein, CStringGetDatum(column.name.c_str())),
                                    text_datum(type),
                                    text_datum(disclosure_class),
                                    text_datum(proposal.technique),
                                    static_cast<Datum>(0),
                                    Float8GetDatum(proposal.confidence),
                                    json(evidence)};
        std::array<bool, 8> nulls{};
        nulls[5] = proposal.parameters.empty();
        if (!nulls[5]) {
            values[5] = json(parameters);
        }
        tuplestore_putvalues(result_->setResult, result_->setDesc, values.data(), nulls.data());
    });
}

Options options_of(FunctionCallInfo fcinfo) {
    Options options{0, optional_text(fcinfo, 2).value_or("")};
    const std::int32_t rows = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1);
    if (rows < 1 || rows > most_rows) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE,
                      "argument \"sample_rows\" must be from 1 to " + std::to_string(most_rows));
    }
    options.rows = static_cast<std::uint64_t>(rows);
    return options;
}

Oid oid_argument(FunctionCallInfo fcinfo, const char* name) {
    if (PG_ARGISNULL(0)) {
        throw Refusal(ERRCODE_NULL_VALUE_NOT_ALLOWED, std::string("argument \"") + name + "\" is missing");
    }
    return PG_GETARG_OID(0);
}

// What it does with a schema needs USAGE on it, as every look at its tables does.
void require_usage(Oid schema) {
    const char* name = call([&] { return get_namespace_name(schema); });
    if (name == nullptr) {
        throw Refusal(ERRCODE_UNDEFINED_SCHEMA, "there is no such schema");
    }
    if (!call([&] { return may_use_schema(schema, GetUserId()); })) {
        throw Refusal(ERRCODE_INSUFFICIENT_PRIVILEGE,
                      "permission denied for schema " + quote_name(std::string(name)));
    }
}

ReturnSetInfo* result_of(FunctionCallInfo fcinfo) {
    call([&] { InitMaterializedSRF(fcinfo, 0); });
    return reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
}

} // namespace

} // namespace veil::pg

using namespace veil::pg;

// discover(relation, sample_rows, key)
VEIL_FUNCTION(veil_discover)
{
    const Options options = options_of(fcinfo);
    const Oid relation = oid_argument(fcinfo, "relation");
    ReturnSetInfo* result = result_of(fcinfo);
    Spi spi;
    Discovery(spi, options, result).relation(relation);
    return static_cast<Datum>(0);
}

// discover(schema, sample_rows, key)
VEIL_FUNCTION(veil_discover_schema)
{
    const Options options = options_of(fcinfo);
    const Oid schema = oid_argument(fcinfo, "schema");
    ReturnSetInfo* result = result_of(fcinfo);
    Spi spi;
    require_usage(schema);
    Discovery(spi, options, result).schema(schema);
    return static_cast<Datum>(0);
}

// discover(name, sample_rows, key): of a relation in the caller's search_path or, where there is none, of a
// schema.
VEIL_FUNCTION(veil_discover_name)
{
    const Options options = options_of(fcinfo);
    const std::string name = required_text(fcinfo, 0, "name");
    struct Found {
        Oid relation;
        Oid schema;
    };
    const Found found = call([&] {
        List* names = parse_qualified_name(name.c_str());
        const Oid relation = RangeVarGetRelid(makeRangeVarFromNameList(names), NoLock, true);
        return Found{relation, OidIsValid(relation) || list_length(names) > 1
                                   ? InvalidOid
                                   : get_namespace_oid(strVal(linitial(names)), true)};
    });
    if (!OidIsValid(found.relation) && !OidIsValid(found.schema)) {
        throw Refusal(ERRCODE_UNDEFINED_OBJECT, "there is neither relation nor schema \"" + name + "\"");
    }
    ReturnSetInfo* result = result_of(fcinfo);
    Spi spi;
    const Discovery discovery(spi, options, result);
    if (OidIsValid(found.relation)) {
        discovery.relation(found.relation);
    } else {
        require_usage(found.schema);
        discovery.schema(found.schema);
    }
    return static_cast<Datum>(0);
}
