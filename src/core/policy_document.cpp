#include "core/policy_document.hpp"

#include "core/parameter_check.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

namespace veil {

namespace {

using Kind = JsonValue::Kind;

enum class MemberType { name, text, choice, integer, object, array };

struct Member {
    std::string_view name;
    MemberType type;
    bool required = false;
    std::size_t bytes = 0; // of a name or text, at most; a name is not empty
    std::span<const std::string_view> choices = {};
};

// Of names the server cuts what exceeds 63 bytes. A qualified name may have each byte doubled by quoting.
constexpr std::size_t identifier = 63;
constexpr std::size_t qualified = 2 * (2 * identifier + 2) + 1;
// What an index of the catalog takes.
constexpr std::size_t policy_name = 2000;
constexpr std::size_t prose = 65536;

constexpr std::string_view format_name = "pg_veil policy";
constexpr std::string_view format_version = "1";

constexpr std::string_view levels[] = {"pseudonymized", "generalized", "aggregated"};
constexpr std::string_view classes[] = {"direct", "quasi", "sensitive", "insensitive"};
constexpr std::string_view formats[] = {format_name};

constexpr Member document_members[] = {
    {"$schema", MemberType::text, false, prose},
    {"format", MemberType::choice, true, 0, formats},
    {"version", MemberType::integer, true},
    {"policy", MemberType::object, true},
    {"releases", MemberType::array},
    {"rules", MemberType::array},
};
constexpr Member policy_members[] = {
    {"name", MemberType::name, true, policy_name},
    {"level", MemberType::choice, false, 0, levels},
    {"purpose", MemberType::text, false, prose},
    {"schema", MemberType::name, false, identifier},
    {"k", MemberType::integer},
};
constexpr Member members_of_release[] = {
    {"relation", MemberType::name, true, qualified},
    {"view_name", MemberType::name, false, identifier},
    {"subject", MemberType::name, false, identifier},
    {"k", MemberType::integer},
    {"filter", MemberType::object},
    {"sample", MemberType::object},
    {"disclosure", MemberType::object},
};
constexpr Member members_of_rule[] = {
    {"relation", MemberType::name, true, qualified},    {"attribute", MemberType::name, true, identifier},
    {"technique", MemberType::name, true, policy_name}, {"params", MemberType::object},
    {"class", MemberType::choice, false, 0, classes},   {"why", MemberType::text, false, prose},
};

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string listed(std::span<const std::string_view> words) {
    std::string list;
    for (const std::string_view word : words) {
        list += list.empty() ? quoted(word) : ", " + quoted(word);
    }
    return list;
}

std::string number_of_bytes(std::size_t bytes) {
    return std::to_string(bytes) + " bytes";
}

// What a member must be, in words, or nothing when it is.
std::optional<std::string> mismatch(const Member& member, const JsonValue& value) {
    switch (member.type) {
    case MemberType::name:
    case MemberType::text:
        if (value.kind != Kind::string) {
            return "must be a string";
        }
        if (member.type == MemberType::name && value.text.empty()) {
            return "must not be empty";
        }
        if (value.text.size() > member.bytes) {
            return "must have at most " + number_of_bytes(member.bytes);
        }
        return std::nullopt;
    case MemberType::choice:
        if (value.kind != Kind::string ||
            std::ranges::find(member.choices, value.text) == member.choices.end()) {
            return "must be " + std::string(member.choices.size() > 1 ? "one of " : "") +
                   listed(member.choices);
        }
        return std::nullopt;
    case MemberType::integer: {
        const auto number = value.kind == Kind::number ? parse_integer(value.text) : std::nullopt;
        if (!number || *number < 1 || *number > std::numeric_limits<std::int32_t>::max()) {
            return "must be a whole number from 1 to 2147483647";
        }
        return std::nullopt;
    }
    case MemberType::object:
        return value.kind == Kind::object ? std::nullopt : std::optional<std::string>("must be an object");
    case MemberType::array:
        return value.kind == Kind::array ? std::nullopt : std::optional<std::string>("must be an array");
    }
    return std::nullopt;
}

PolicyDocumentProblem problem(const std::string& where, const std::string& message, std::string hint = {}) {
    return {where.empty() ? message : where + ": " + message, std::move(hint)};
}

std::optional<PolicyDocumentProblem> check(std::span<const Member> members, const JsonValue& value,
                                           const std::string& where) {
    if (value.kind != Kind::object) {
        return problem(where, "must be an object");
    }
    for (std::size_t i = 0; i < value.names.size(); ++i) {
        const std::string& name = value.names[i];
        const auto member = std::ranges::find(members, std::string_view(name), &Member::name);
        if (member == members.end()) {
            std::vector<std::string_view> names;
            for (const Member& known : members) {
                names.push_back(known.name);
            }
            return problem(where,
                           name.size() <= identifier ? "there is no member " + quoted(name)
                                                     : "there is a member that is not known",
                           "The members are " + listed(names) + ".");
        }
        if (auto wrong = mismatch(*member, value.elements[i])) {
            return problem(where, quoted(name) + " " + *wrong);
        }
    }
    for (const Member& member : members) {
        if (member.required && value.find(member.name) == nullptr) {
            return problem(where, quoted(member.name) + " is missing");
        }
    }
    return std::nullopt;
}

std::string entry(std::string_view list, std::size_t index) {
    return "entry " + std::to_string(index + 1) + " of " + quoted(list);
}

std::optional<PolicyDocumentProblem> check_entries(const JsonValue& document, std::string_view list,
                                                   std::span<const Member> members) {
    const JsonValue* entries = document.find(list);
    for (std::size_t i = 0; entries != nullptr && i < entries->elements.size(); ++i) {
        if (auto wrong = check(members, entries->elements[i], entry(list, i))) {
            return wrong;
        }
    }
    return std::nullopt;
}

std::optional<PolicyDocumentProblem> check_document(const JsonValue& value) {
    if (auto wrong = check(document_members, value, "")) {
        return wrong;
    }
    if (value.text_of("version") != format_version) {
        return problem("", "this version of pg_veil reads \"version\": 1");
    }
    if (auto wrong = check(policy_members, *value.find("policy"), "\"policy\"")) {
        return wrong;
    }
    auto wrong = check_entries(value, "releases", members_of_release);
    return wrong ? wrong : check_entries(value, "rules", members_of_rule);
}

std::vector<JsonValue> entries_of(const JsonValue& document, std::string_view list) {
    const JsonValue* entries = document.find(list);
    return entries == nullptr ? std::vector<JsonValue>{} : entries->elements;
}

// What an entry is sorted and found by.
std::pair<std::string_view, std::string_view> key_of(const JsonValue& value) {
    return {value.text_of("relation"), value.text_of("attribute")};
}

// Whether two neighbours have the same key, once they are in order.
bool sort_entries(std::vector<JsonValue>& entries) {
    std::ranges::sort(entries, {}, key_of);
    return std::ranges::adjacent_find(entries, {}, key_of) == entries.end();
}

std::string object_text(const JsonValue& value, std::span<const Member> members) {
    std::string text;
    for (const Member& member : members) {
        if (const JsonValue* found = value.find(member.name)) {
            text += (text.empty() ? "{" : ", ") + quoted(member.name) + ": ";
            append_json(text, *found);
        }
    }
    return text + "}";
}

std::string list_text(std::string_view list, const std::vector<JsonValue>& entries,
                      std::span<const Member> members) {
    std::string text = "  " + quoted(list) + ": [";
    for (std::size_t i = 0; i < entries.size(); ++i) {
        text += (i == 0 ? "\n    " : ",\n    ") + object_text(entries[i], members);
    }
    return text + (entries.empty() ? "]" : "\n  ]");
}

std::vector<std::string_view> names_of(std::span<const Member> members) {
    std::vector<std::string_view> names;
    for (const Member& member : members) {
        names.push_back(member.name);
    }
    return names;
}

void compare(PolicyPart part, const std::vector<JsonValue>& standing, const std::vector<JsonValue>& wanted,
             std::vector<PolicyChange>& changes) {
    auto before = standing.begin();
    auto after = wanted.begin();
    while (before != standing.end() || after != wanted.end()) {
        if (after == wanted.end() || (before != standing.end() && key_of(*before) < key_of(*after))) {
            changes.push_back({part, &*before++, nullptr});
        } else if (before == standing.end() || key_of(*after) < key_of(*before)) {
            changes.push_back({part, nullptr, &*after++});
        } else {
            if (*before != *after) {
                changes.push_back({part, &*before, &*after});
            }
            ++before;
            ++after;
        }
    }
}

} // namespace

std::variant<PolicyDocument, PolicyDocumentProblem> parse_policy_document(std::string_view text) {
    auto parsed = parse_json(text, policy_document_limits);
    if (const auto* defect = std::get_if<JsonDefect>(&parsed)) {
        return problem("line " + std::to_string(defect->line) + ", byte " + std::to_string(defect->column),
                       std::string(defect->reason));
    }
    const JsonValue& value = std::get<JsonValue>(parsed);
    if (auto wrong = check_document(value)) {
        return *wrong;
    }
    PolicyDocument document{*value.find("policy"), entries_of(value, "releases"), entries_of(value, "rules")};
    if (document.policy.find("level") == nullptr) {
        document.policy.set("level", JsonValue::of_string("pseudonymized"));
    }
    if (document.policy.find("schema") == nullptr) {
        const std::string_view name = document.policy.text_of("name");
        if (name.size() > identifier) {
            return problem("\"policy\"", "\"schema\" is missing, and the name is too long for a schema");
        }
        document.policy.set("schema", JsonValue::of_string(std::string(name)));
    }
    return document;
}

std::optional<PolicyDocumentProblem> put_in_order(PolicyDocument& document) {
    if (!sort_entries(document.releases)) {
        return PolicyDocumentProblem{"two releases are of the same relation", {}};
    }
    if (!sort_entries(document.rules)) {
        return PolicyDocumentProblem{"two rules are of the same column", {}};
    }
    std::vector<std::string_view> views;
    for (const JsonValue& release : document.releases) {
        views.push_back(release.text_of("view_name"));
    }
    std::ranges::sort(views);
    if (std::ranges::adjacent_find(views) != views.end()) {
        return PolicyDocumentProblem{"two releases have the same view name",
                                     "Give one of them another \"view_name\"."};
    }
    return std::nullopt;
}

std::string write_policy_document(const PolicyDocument& document) {
    return "{\n  \"format\": " + quoted(format_name) + ",\n  \"version\": " + std::string(format_version) +
           ",\n  \"policy\": " + object_text(document.policy, policy_members) + ",\n" +
           list_text("releases", document.releases, members_of_release) + ",\n" +
           list_text("rules", document.rules, members_of_rule) + "\n}\n";
}

std::vector<std::string_view> release_members() {
    return names_of(members_of_release);
}

std::vector<std::string_view> rule_members() {
    return names_of(members_of_rule);
}

JsonValue::Kind member_kind(std::string_view name) {
    for (const std::span<const Member> members :
         {std::span<const Member>(policy_members), std::span<const Member>(members_of_release),
          std::span<const Member>(members_of_rule)}) {
        const auto member = std::ranges::find(members, name, &Member::name);
        if (member != members.end()) {
            return member->type == MemberType::object    ? Kind::object
                   : member->type == MemberType::integer ? Kind::number
                                                         : Kind::string;
        }
    }
    return Kind::null;
}

std::string_view PolicyChange::action() const noexcept {
    if (before == nullptr) {
        return "add";
    }
    return after == nullptr ? "remove" : "change";
}

std::string PolicyChange::object() const {
    const JsonValue& value = after == nullptr ? *before : *after;
    switch (part) {
    case PolicyPart::policy:
        return "policy " + std::string(value.text_of("name"));
    case PolicyPart::release:
        return "release " + std::string(value.text_of("relation"));
    case PolicyPart::rule:
        break;
    }
    return "rule " + std::string(value.text_of("relation")) + " / " + std::string(value.text_of("attribute"));
}

std::vector<PolicyChange> policy_changes(const PolicyDocument* standing, const PolicyDocument& wanted) {
    std::vector<PolicyChange> changes;
    if (standing == nullptr) {
        changes.push_back({PolicyPart::policy, nullptr, &wanted.policy});
    } else if (standing->policy != wanted.policy) {
        changes.push_back({PolicyPart::policy, &standing->policy, &wanted.policy});
    }
    const std::vector<JsonValue> nothing;
    compare(PolicyPart::release, standing == nullptr ? nothing : standing->releases, wanted.releases,
            changes);
    compare(PolicyPart::rule, standing == nullptr ? nothing : standing->rules, wanted.rules, changes);
    return changes;
}

} // namespace veil
