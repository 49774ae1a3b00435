// Applying the difference of two policies. What an editor may not do by hand is not done here either: every
// statement on releases and rules runs with his rights, and its values are arguments.
#include "pg/catalog.hpp"
#include "pg/policy_file.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

namespace {

// The changes of one kind, their rows as one JSON array.
std::string rows_of(const std::vector<PolicyChange>& changes, PolicyPart part, std::string_view action) {
    std::string rows;
    for (const PolicyChange& change : changes) {
        if (change.part == part && change.action() == action) {
            rows += rows.empty() ? "[" : ", ";
            append_json(rows, change.after == nullptr ? *change.before : *change.after);
        }
    }
    return rows.empty() ? rows : from_utf8(rows + "]");
}

std::string member_type(std::string_view member) {
    switch (member_kind(member)) {
    case JsonValue::Kind::object:
        return " jsonb";
    case JsonValue::Kind::number:
        return " integer";
    default:
        return " text";
    }
}

// One statement for one kind of change.
class Editing {
  public:
    Editing(const Spi& spi, const std::string& policy, const std::vector<PolicyChange>& changes,
            PolicyPart part)
        : spi_(spi), policy_(policy), changes_(changes), part_(part),
          table_(part == PolicyPart::rule ? "veil.rule" : "veil.release"),
          members_(part == PolicyPart::rule ? rule_members() : release_members()),
          key_members_(part == PolicyPart::rule ? 2 : 1) {}

    void remove() const {
        execute("remove", "DELETE FROM " + table_ + " t USING " + rows() + " WHERE " + same_key());
    }

    void change() const {
        std::string assignments;
        for (std::size_t i = key_members_; i < members_.size(); ++i) {
            const std::string name = quote_name(std::string(members_[i]));
            assignments.append(assignments.empty() ? "" : ", ").append(name).append(" = d.").append(name);
        }
        execute("change",
                "UPDATE " + table_ + " t SET " + assignments + " FROM " + rows() + " WHERE " + same_key());
    }

    void add() const {
        std::string names;
        for (const std::string_view member : members_) {
            names += ", " + quote_name(std::string(member));
        }
        execute("add",
                "INSERT INTO " + table_ + " (policy" + names + ") SELECT $1" + names + " FROM " + rows());
    }

  private:
    [[nodiscard]] std::string rows() const {
        std::string columns;
        for (const std::string_view member : members_) {
            columns += (columns.empty() ? "" : ", ") + quote_name(std::string(member)) + member_type(member);
        }
        return "pg_catalog.jsonb_to_recordset($2::jsonb) AS d (" + columns + ")";
    }

    [[nodiscard]] std::string same_key() const {
        std::string condition = "t.policy = $1";
        for (std::size_t i = 0; i < key_members_; ++i) {
            const std::string name = quote_name(std::string(members_[i]));
            condition.append(" AND t.").append(name).append(" = d.").append(name);
        }
        return condition;
    }

    void execute(std::string_view action, const std::string& statement) const {
        const std::string rows = rows_of(changes_, part_, action);
        if (!rows.empty()) {
            spi_.execute(statement, {policy_, rows});
        }
    }

    const Spi& spi_;
    const std::string& policy_;
    const std::vector<PolicyChange>& changes_;
    PolicyPart part_;
    std::string table_;
    std::vector<std::string_view> members_;
    std::size_t key_members_;
};

std::optional<std::string> member_of(const JsonValue& value, std::string_view name) {
    const JsonValue* member = value.find(name);
    return member == nullptr ? std::nullopt : std::optional(from_utf8(member->text));
}

void create_policy(const Spi& spi, const JsonValue& policy, const std::optional<std::string>& owner) {
    spi.execute(
        "SELECT veil.create_policy(name => $1, level => $2, purpose => $3, schema => $4, owner => $5, "
        "k => $6::integer)",
        {member_of(policy, "name"), member_of(policy, "level"), member_of(policy, "purpose"),
         member_of(policy, "schema"), owner, member_of(policy, "k")});
}

void change_policy(const Spi& spi, const JsonValue& policy) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    spi.execute("UPDATE veil.policy SET purpose = $2, k = $3::integer WHERE name = $1",
                {member_of(policy, "name"), member_of(policy, "purpose"), member_of(policy, "k")});
}

// Two views may exchange their names: what is to bear a name that another one still bears steps aside first.
void step_aside(const Spi& spi, const std::string& policy, const PolicyDocument& standing,
                const std::vector<PolicyChange>& changes) {
    std::map<std::string, std::string, std::less<>> bearers; // of names, among the releases that stand
    for (const JsonValue& release : standing.releases) {
        bearers.emplace(release.text_of("view_name"), release.text_of("relation"));
    }
    for (const PolicyChange& change : changes) {
        if (change.part != PolicyPart::release || change.action() != "change") {
            continue;
        }
        const auto bearer = bearers.find(change.after->text_of("view_name"));
        if (bearer == bearers.end() || bearer->second == change.after->text_of("relation")) {
            continue;
        }
        std::string name;
        for (std::size_t number = 1; name.empty() || bearers.contains(name); ++number) {
            name = "import of a policy " + std::to_string(number);
        }
        bearers.emplace(name, change.after->text_of("relation"));
        spi.execute("UPDATE veil.release SET view_name = $3 WHERE policy = $1 AND relation = $2",
                    {policy, member_of(*change.after, "relation"), name});
    }
}

} // namespace

void apply_policy(const PolicyDocument* standing, const PolicyDocument& wanted,
                  const std::optional<std::string>& owner) {
    const Spi spi;
    const auto changes = policy_changes(standing, wanted);
    const std::string name = from_utf8(wanted.policy.text_of("name"));
    const bool policy_changed = standing != nullptr && standing->policy != wanted.policy;
    if (standing == nullptr) {
        create_policy(spi, wanted.policy, owner);
    } else if (policy_changed) {
        change_policy(spi, wanted.policy);
    }
    const Editing releases(spi, name, changes, PolicyPart::release);
    const Editing rules(spi, name, changes, PolicyPart::rule);
    rules.remove();
    releases.remove();
    if (standing != nullptr) {
        step_aside(spi, name, *standing, changes);
    }
    releases.change();
    releases.add();
    rules.change();
    rules.add();
    if (policy_changed) {
        // Its views say what they are for.
        spi.execute("SELECT veil.rebuild($1)", {name});
    }
    // Under REPEATABLE READ the statements have not seen rules that others have committed since the
    // transaction began.
    const auto left = standing_policy(spi, name);
    if (!left || !policy_changes(&*left, wanted).empty()) {
        throw Refusal(ERRCODE_T_R_SERIALIZATION_FAILURE,
                      "policy \"" + name + "\" has been changed since the transaction began",
                      "Import it again in a new transaction.");
    }
}

} // namespace veil::pg
