#include "core/policy_document.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veil {
namespace {

const std::string whole = R"({
  "format": "pg_veil policy",
  "version": 1,
  "policy": {"name": "research", "level": "pseudonymized", "purpose": "income", "schema": "re\"s", "k": 5},
  "releases": [
    {"relation": "public.person", "view_name": "person", "subject": "bsn", "k": 10, "filter": {"column": "consent", "is": "=", "value": true}, "sample": {"fraction": 0.1, "key": "citizen"}},
    {"relation": "public.shop", "view_name": "shop"}
  ],
  "rules": [
    {"relation": "public.person", "attribute": "bsn", "technique": "pseudonym", "params": {"key": "citizen", "scope": "key"}, "class": "direct", "why": "to\nlink"},
    {"relation": "public.person", "attribute": "name", "technique": "suppress"},
    {"relation": "public.shop", "attribute": "bsn", "technique": "redact", "params": {}}
  ]
}
)";

std::string with(std::string_view policy, std::string_view rest = "") {
    return R"({"format": "pg_veil policy", "version": 1, "policy": )" + std::string(policy) +
           std::string(rest) + "}";
}

std::string with_rule(std::string_view rule) {
    return with(R"({"name": "p"})",
                R"(, "rules": [{"relation": "s.t", "attribute": "a", "technique": "suppress"}, )" +
                    std::string(rule) + "]");
}

PolicyDocument read(const std::string& text) {
    auto result = parse_policy_document(text);
    if (const auto* problem = std::get_if<PolicyDocumentProblem>(&result)) {
        ADD_FAILURE() << problem->message;
        return {};
    }
    return std::get<PolicyDocument>(result);
}

std::string refusal(const std::string& text) {
    auto result = parse_policy_document(text);
    const auto* problem = std::get_if<PolicyDocumentProblem>(&result);
    return problem == nullptr ? "none" : problem->message;
}

TEST(PolicyDocument, ComesBackFromItsText) {
    PolicyDocument document = read(whole);
    EXPECT_EQ(put_in_order(document), std::nullopt);
    EXPECT_EQ(write_policy_document(document), whole);
    std::swap(document.rules[0], document.rules[2]);
    std::swap(document.releases[0], document.releases[1]);
    EXPECT_EQ(put_in_order(document), std::nullopt);
    EXPECT_EQ(write_policy_document(document), whole);
}

TEST(PolicyDocument, CompletesWhatIsLeftOut) {
    const PolicyDocument document =
        read(R"({"$schema": "x", "version": 1, "format": "pg_veil policy", "policy": {"name": "p"}})");
    EXPECT_EQ(write_policy_document(document), R"({
  "format": "pg_veil policy",
  "version": 1,
  "policy": {"name": "p", "level": "pseudonymized", "schema": "p"},
  "releases": [],
  "rules": []
}
)");
    EXPECT_EQ(refusal(with("{\"name\": \"" + std::string(64, 'p') + "\"}")),
              "\"policy\": \"schema\" is missing, and the name is too long for a schema");
}

TEST(PolicyDocument, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(refusal("[]"), "must be an object");
    EXPECT_EQ(refusal("{"), "line 1, byte 2: the name of a member, in double quotes, is missing");
    EXPECT_EQ(refusal("{}"), "\"format\" is missing");
    EXPECT_EQ(refusal(R"({"format": "other"})"), "\"format\" must be \"pg_veil policy\"");
    EXPECT_EQ(refusal(R"({"format": "pg_veil policy", "version": 2, "policy": {"name": "p"}})"),
              "this version of pg_veil reads \"version\": 1");
    EXPECT_EQ(refusal(R"({"format": "pg_veil policy", "version": "1", "policy": {"name": "p"}})"),
              "\"version\" must be a whole number from 1 to 2147483647");
    EXPECT_EQ(refusal(with("[]")), "\"policy\" must be an object");
    EXPECT_EQ(refusal(with(R"({"name": "p"})", R"(, "rules": {})")), "\"rules\" must be an array");
    EXPECT_EQ(refusal(with(R"({"name": "p"})", R"(, "sql": "DROP TABLE x")")), "there is no member \"sql\"");
    EXPECT_EQ(refusal(with("{}")), "\"policy\": \"name\" is missing");
    EXPECT_EQ(refusal(with(R"({"name": ""})")), "\"policy\": \"name\" must not be empty");
    EXPECT_EQ(refusal(with(R"({"name": null})")), "\"policy\": \"name\" must be a string");
    EXPECT_EQ(refusal(with(R"({"name": "p", "owner": "postgres"})")),
              "\"policy\": there is no member \"owner\"");
    EXPECT_EQ(refusal(with(R"({"name": "p", "level": "none"})")),
              "\"policy\": \"level\" must be one of \"pseudonymized\", \"generalized\", \"aggregated\"");
    for (const char* k : {"0", "-1", "1.5", "1e1", "2147483648", "\"5\"", "null"}) {
        EXPECT_EQ(refusal(with(R"({"name": "p", "k": )" + std::string(k) + "}")),
                  "\"policy\": \"k\" must be a whole number from 1 to 2147483647");
    }
    EXPECT_EQ(refusal(with(R"({"name": "p", "schema": ")" + std::string(64, 's') + "\"}")),
              "\"policy\": \"schema\" must have at most 63 bytes");
    EXPECT_EQ(refusal(with(R"({"name": "p"})", R"(, "releases": [{"view_name": "v"}])")),
              "entry 1 of \"releases\": \"relation\" is missing");
    EXPECT_EQ(
        refusal(with(R"({"name": "p"})", R"(, "releases": [{"relation": "s.t", "relation_owner": "x"}])")),
        "entry 1 of \"releases\": there is no member \"relation_owner\"");
    EXPECT_EQ(refusal(with_rule("1")), "entry 2 of \"rules\": must be an object");
    EXPECT_EQ(refusal(with_rule(R"({"relation": "s.t", "attribute": "b"})")),
              "entry 2 of \"rules\": \"technique\" is missing");
    EXPECT_EQ(refusal(with_rule(R"({"relation": "s.t", "attribute": "b", "technique": "x", "parms": {}})")),
              "entry 2 of \"rules\": there is no member \"parms\"");
    EXPECT_EQ(refusal(with_rule("{\"" + std::string(64, 'x') + "\": 1}")),
              "entry 2 of \"rules\": there is a member that is not known");
    EXPECT_EQ(refusal(with_rule(R"({"relation": "s.t", "attribute": "b", "technique": "x", "params": []})")),
              "entry 2 of \"rules\": \"params\" must be an object");
    EXPECT_EQ(refusal(with_rule(R"({"relation": "s.t", "attribute": "b", "technique": "x", "class": "x"})")),
              "entry 2 of \"rules\": \"class\" must be one of \"direct\", \"quasi\", \"sensitive\", "
              "\"insensitive\"");
    EXPECT_EQ(refusal(with_rule(R"({"relation": "s.t", "attribute": "b", "technique": "x", "why": ")" +
                                std::string(65537, 'x') + "\"}")),
              "entry 2 of \"rules\": \"why\" must have at most 65536 bytes");
}

TEST(PolicyDocument, RefusesWhatIsThereTwice) {
    PolicyDocument document = read(whole);
    document.rules.push_back(document.rules[1]);
    EXPECT_EQ(put_in_order(document)->message, "two rules are of the same column");
    document = read(whole);
    document.releases.push_back(document.releases[1]);
    EXPECT_EQ(put_in_order(document)->message, "two releases are of the same relation");
    document = read(whole);
    document.releases[1].set("view_name", JsonValue::of_string("person"));
    EXPECT_EQ(put_in_order(document)->message, "two releases have the same view name");
}

TEST(PolicyDocument, KnowsWhatItsMembersAre) {
    EXPECT_EQ(member_kind("filter"), JsonValue::Kind::object);
    EXPECT_EQ(member_kind("params"), JsonValue::Kind::object);
    EXPECT_EQ(member_kind("k"), JsonValue::Kind::number);
    EXPECT_EQ(member_kind("class"), JsonValue::Kind::string);
    EXPECT_EQ(member_kind("owner"), JsonValue::Kind::null);
}

std::vector<std::string> told(const PolicyDocument* standing, const PolicyDocument& wanted) {
    std::vector<std::string> lines;
    for (const PolicyChange& change : policy_changes(standing, wanted)) {
        lines.push_back(std::string(change.action()) + " " + change.object());
    }
    return lines;
}

TEST(PolicyDocument, TellsTheDifference) {
    PolicyDocument standing = read(whole);
    PolicyDocument wanted = read(whole);
    EXPECT_EQ(told(&standing, wanted), std::vector<std::string>{});
    EXPECT_EQ(told(nullptr, wanted),
              (std::vector<std::string>{"add policy research", "add release public.person",
                                        "add release public.shop", "add rule public.person / bsn",
                                        "add rule public.person / name", "add rule public.shop / bsn"}));
    wanted.policy.set("k", JsonValue::of_number("6"));
    wanted.releases.pop_back();
    wanted.rules.pop_back();
    wanted.rules[1].set("technique", JsonValue::of_string("redact"));
    wanted.rules.insert(wanted.rules.begin(), wanted.rules[0]);
    wanted.rules[0].set("attribute", JsonValue::of_string("a"));
    EXPECT_EQ(told(&standing, wanted),
              (std::vector<std::string>{"change policy research", "remove release public.shop",
                                        "add rule public.person / a", "change rule public.person / name",
                                        "remove rule public.shop / bsn"}));
}

} // namespace
} // namespace veil
