#include "pg/policy_file.hpp"

#include "pg/rule_catalog.hpp"

namespace veil::pg {

namespace {

using Kind = JsonValue::Kind;

JsonValue json_of_catalog(const std::string& text) {
    auto value = parse_json(text, catalog_value_limits);
    if (!std::holds_alternative<JsonValue>(value)) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED, "the parameters of a rule cannot be written to a file",
                      "They are nested more deeply than a file may be, or hold what JSON cannot hold.");
    }
    return std::move(std::get<JsonValue>(value));
}

bool is_json(std::string_view member) {
    return member_kind(member) == Kind::object;
}

std::string column_list(const std::vector<std::string_view>& members, const char* suffix = "") {
    std::string list;
    for (const std::string_view member : members) {
        list += (list.empty() ? "" : ", ") + quote_name(std::string(member)) + suffix;
    }
    return list;
}

JsonValue object_of_row(const std::vector<std::string_view>& members, const Row& row) {
    JsonValue object = JsonValue::empty_object();
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!row[i]) {
            continue;
        }
        const std::string text = to_utf8(*row[i]);
        object.set(members[i], is_json(members[i])                       ? json_of_catalog(text)
                               : member_kind(members[i]) == Kind::number ? JsonValue::of_number(text)
                                                                         : JsonValue::of_string(text));
    }
    return object;
}

std::vector<JsonValue> entries(const Spi& spi, const char* table,
                               const std::vector<std::string_view>& members, const std::string& policy) {
    std::vector<JsonValue> objects;
    for (const Row& row :
         spi.query("SELECT " + column_list(members, "::text") + " FROM " + table + " WHERE policy = $1",
                   {policy})) {
        objects.push_back(object_of_row(members, row));
    }
    return objects;
}

void require_order(PolicyDocument& document) {
    if (auto problem = put_in_order(document)) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE,
                      "invalid policy document: " + from_utf8(problem->message), from_utf8(problem->hint));
    }
}

struct QualifiedName {
    std::string schema;
    std::string relation;
};

// The parts of a relation's name. A file is read with nobody's search_path.
QualifiedName parts_of(const std::string& name) {
    struct Parts {
        const char* schema;
        const char* relation;
    };
    const Parts parts = call([&] {
        List* names = parse_qualified_name(name.c_str());
        return list_length(names) == 2 ? Parts{strVal(linitial(names)), strVal(lsecond(names))}
                                       : Parts{nullptr, nullptr};
    });
    if (parts.schema == nullptr) {
        throw Refusal(ERRCODE_INVALID_NAME,
                      "invalid policy document: a relation is not named with its schema",
                      "Write each relation as schema.relation, quoted as in SQL.", "Relation: " + name + ".");
    }
    return {parts.schema, parts.relation};
}

void name_relations(std::vector<JsonValue>& objects) {
    for (JsonValue& object : objects) {
        const QualifiedName name = parts_of(from_utf8(object.text_of("relation")));
        object.set("relation", JsonValue::of_string(to_utf8(quote_name(name.schema, name.relation))));
    }
}

// A rule makes the release of its relation, and a release has the name of its relation if it has no other.
void complete_releases(PolicyDocument& document) {
    std::map<std::string, bool, std::less<>> released;
    for (const JsonValue& release : document.releases) {
        released[std::string(release.text_of("relation"))] = true;
    }
    for (const JsonValue& rule : document.rules) {
        if (released.emplace(rule.text_of("relation"), true).second) {
            JsonValue release = JsonValue::empty_object();
            release.set("relation", *rule.find("relation"));
            document.releases.push_back(release);
        }
    }
    for (JsonValue& release : document.releases) {
        if (release.find("view_name") == nullptr) {
            const QualifiedName name = parts_of(from_utf8(release.text_of("relation")));
            release.set("view_name", JsonValue::of_string(to_utf8(name.relation)));
        }
    }
}

// As jsonb has them: numbers without exponents.
void normalize_json(const Spi& spi, std::vector<JsonValue>& objects) {
    JsonValue all{Kind::array, {}, {}, {}};
    std::vector<JsonValue*> places;
    for (JsonValue& object : objects) {
        for (std::size_t i = 0; i < object.names.size(); ++i) {
            if (is_json(object.names[i])) {
                places.push_back(&object.elements[i]);
                all.elements.push_back(object.elements[i]);
            }
        }
    }
    const auto rows = spi.query("SELECT e.value::text FROM pg_catalog.jsonb_array_elements($1::jsonb) "
                                "WITH ORDINALITY AS e (value, number) ORDER BY e.number",
                                {from_utf8(write_json(all))});
    for (std::size_t i = 0; i < places.size(); ++i) {
        *places[i] = json_of_catalog(to_utf8(rows.at(i)[0].value_or("null")));
    }
}

std::string literal(const JsonValue* member) {
    if (member == nullptr) {
        return "NULL";
    }
    switch (member->kind) {
    case Kind::number:
        return member->text;
    case Kind::string:
        return quote_text(from_utf8(member->text));
    default:
        return quote_text(from_utf8(write_json(*member)));
    }
}

std::string insert(const char* table, const std::vector<std::string_view>& members, const JsonValue* policy,
                   const std::vector<JsonValue>& objects) {
    std::string rows;
    for (const JsonValue& object : objects) {
        rows += (rows.empty() ? "\n    (" : ",\n    (") + literal(policy);
        for (const std::string_view member : members) {
            rows += ", " + literal(object.find(member));
        }
        rows += ")";
    }
    return rows.empty() ? ""
                        : std::string("INSERT INTO ") + table + " (policy, " + column_list(members) +
                              ") VALUES" + rows + ";\n";
}

} // namespace

std::string to_utf8(std::string_view text) {
    const std::string server(text);
    return call([&] { return pg_server_to_any(server.c_str(), static_cast<int>(server.size()), PG_UTF8); });
}

std::string from_utf8(std::string_view text) {
    const std::string utf8(text);
    return call([&] { return pg_any_to_server(utf8.c_str(), static_cast<int>(utf8.size()), PG_UTF8); });
}

std::optional<PolicyDocument> standing_policy(const Spi& spi, const std::string& name) {
    const std::vector<std::string_view> members{"name", "level", "purpose", "schema", "k"};
    const auto rows =
        spi.query("SELECT " + column_list(members, "::text") + " FROM veil.policy WHERE name = $1", {name});
    if (rows.empty()) {
        return std::nullopt;
    }
    PolicyDocument document{object_of_row(members, rows[0]),
                            entries(spi, "veil.release", release_members(), name),
                            entries(spi, "veil.rule", rule_members(), name)};
    require_order(document);
    return document;
}

PolicyDocument wanted_policy(const Spi& spi, std::string_view text) {
    auto parsed = parse_policy_document(text);
    if (const auto* problem = std::get_if<PolicyDocumentProblem>(&parsed)) {
        throw Refusal(ERRCODE_INVALID_PARAMETER_VALUE,
                      "invalid policy document: " + from_utf8(problem->message), from_utf8(problem->hint));
    }
    auto& document = std::get<PolicyDocument>(parsed);
    name_relations(document.releases);
    name_relations(document.rules);
    complete_releases(document);
    normalize_json(spi, document.releases);
    normalize_json(spi, document.rules);
    require_order(document);
    return std::move(document);
}

std::string policy_sql(const PolicyDocument& document) {
    const JsonValue* name = document.policy.find("name");
    std::string arguments;
    for (const char* member : {"name", "level", "purpose", "schema", "k"}) {
        if (const JsonValue* value = document.policy.find(member)) {
            arguments += (arguments.empty() ? "" : ", ") + std::string(member) + " => " + literal(value);
        }
    }
    return "-- A policy of pg_veil. Whoever runs this becomes its owner.\nBEGIN;\nSELECT "
           "veil.create_policy(" +
           arguments + ");\n" + insert("veil.release", release_members(), name, document.releases) +
           insert("veil.rule", rule_members(), name, document.rules) + "COMMIT;\n";
}

} // namespace veil::pg
