#include "core/column_proposal.hpp"

#include "core/column_evidence.hpp"
#include "core/sample_plan.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace {

using veil::ColumnFacts;
using veil::ColumnSample;
using veil::DisclosureClass;
using veil::Proposal;
using veil::TypeFamily;

const veil::ValueForms& forms() {
    static const veil::ValueForms shared;
    return shared;
}

ColumnFacts facts(const std::string& name, TypeFamily family) {
    ColumnFacts result;
    result.name = name;
    result.family = family;
    result.techniques = {"release", "suppress"};
    switch (family) {
    case TypeFamily::text:
        result.techniques.insert({"pseudonym", "prefix", "partial"});
        break;
    case TypeFamily::integer:
    case TypeFamily::number:
        result.techniques.insert({"pseudonym", "bucket", "round"});
        break;
    case TypeFamily::date:
    case TypeFamily::timestamp:
        result.techniques.insert({"pseudonym", "truncate"});
        break;
    case TypeFamily::uuid:
    case TypeFamily::network:
    case TypeFamily::enumeration:
        result.techniques.insert("pseudonym");
        break;
    default:
        break;
    }
    return result;
}

template <class Make>
ColumnSample sample(std::size_t count, Make make) {
    ColumnSample result(forms());
    for (std::size_t i = 0; i < count; ++i) {
        result.add(make(i));
    }
    return result;
}

std::string email(std::size_t i) {
    return "u" + std::to_string(i) + "@example.org";
}
std::string number(std::size_t i) {
    return std::to_string(1000 + 37 * i);
}
std::string word(std::size_t i) {
    return std::string("qxz").substr(i % 3, 1) + "bar";
}

TEST(ColumnProposalTest, NameAndValuesSupportEachOther) {
    const ColumnSample emails = sample(100, email);
    const Proposal both = propose(facts("email", TypeFamily::text), emails, "citizen");
    const Proposal values = propose(facts("col7", TypeFamily::text), emails, "citizen");
    const Proposal name = propose(facts("email", TypeFamily::text), ColumnSample(forms()), "citizen");
    for (const Proposal& proposal : {both, values, name}) {
        EXPECT_EQ(proposal.disclosure_class, DisclosureClass::direct);
        EXPECT_EQ(proposal.technique, "pseudonym");
        EXPECT_EQ(veil::parameters_json(proposal), R"({"key": "citizen"})");
    }
    EXPECT_GT(both.confidence, values.confidence);
    EXPECT_GT(both.confidence, name.confidence);
    EXPECT_LT(name.confidence, 0.9); // nothing was seen
}

TEST(ColumnProposalTest, ValuesOverruleAHarmlessName) {
    const Proposal proposal = propose(facts("source", TypeFamily::text), sample(100, email), "k");
    EXPECT_EQ(proposal.disclosure_class, DisclosureClass::direct);
    EXPECT_EQ(proposal.technique, "pseudonym");
}

TEST(ColumnProposalTest, ValuesThatDoNotLookLikeTheNameMakeItUnsure) {
    const Proposal proposal = propose(facts("email", TypeFamily::text), sample(100, word), "k");
    EXPECT_LE(proposal.confidence, 0.5);
    EXPECT_EQ(proposal.disclosure_class, DisclosureClass::direct);
}

TEST(ColumnProposalTest, WithoutAKeyThePlaceholderIsNull) {
    const Proposal proposal = propose(facts("bsn", TypeFamily::text), ColumnSample(forms()), "");
    EXPECT_EQ(veil::parameters_json(proposal), R"({"key": null})");
}

TEST(ColumnProposalTest, SpecialCategoriesAreSuppressedWhateverTheType) {
    for (const char* name : {"diagnose", "religion", "etniciteit", "vakbond", "politieke_voorkeur",
                             "sexual_orientation", "strafblad", "vingerafdruk"}) {
        for (const TypeFamily family : {TypeFamily::text, TypeFamily::boolean, TypeFamily::integer,
                                        TypeFamily::enumeration, TypeFamily::document, TypeFamily::other}) {
            const Proposal proposal = propose(facts(name, family), sample(100, word), "k");
            EXPECT_EQ(proposal.technique, "suppress") << name;
            EXPECT_EQ(proposal.disclosure_class, DisclosureClass::sensitive) << name;
        }
    }
}

TEST(ColumnProposalTest, BirthDatesAreTruncatedToYears) {
    const auto date = [](std::size_t i) { return std::to_string(1930 + i % 90) + "-03-04"; };
    const Proposal named = propose(facts("gebdat", TypeFamily::date), sample(200, date), "k");
    EXPECT_EQ(named.technique, "truncate");
    EXPECT_EQ(veil::parameters_json(named), R"({"to": "year"})");
    EXPECT_EQ(named.disclosure_class, DisclosureClass::quasi);
    // By the years alone.
    const Proposal unnamed = propose(facts("d1", TypeFamily::date), sample(200, date), "k");
    EXPECT_EQ(veil::parameters_json(unnamed), R"({"to": "year"})");
    EXPECT_EQ(veil::parameters_json(propose(facts("gebdat", TypeFamily::text), sample(200, date), "k")),
              R"({"keep": 4})");
}

TEST(ColumnProposalTest, IncomesGetBucketsByTheirSpread) {
    const Proposal proposal = propose(facts("inkomen", TypeFamily::number), sample(1000, number), "k");
    EXPECT_EQ(proposal.technique, "bucket");
    EXPECT_EQ(veil::parameters_json(proposal), R"({"width": 2000})");
    EXPECT_EQ(proposal.disclosure_class, DisclosureClass::sensitive);
}

TEST(ColumnProposalTest, KeysArePseudonymsAndCodesOfAListAreNot) {
    ColumnFacts key = facts("code", TypeFamily::text);
    EXPECT_EQ(propose(key, sample(300, word), "k").technique, "release");
    EXPECT_LT(propose(key, sample(300, word), "k").confidence, 0.7);
    key.is_reference = true;
    EXPECT_EQ(propose(key, sample(300, word), "k").technique, "pseudonym");
}

TEST(ColumnProposalTest, LabelsAreReleasedOnlyWhereNoneIsRare) {
    EXPECT_EQ(propose(facts("status", TypeFamily::text), sample(300, word), "k").technique, "release");
    EXPECT_GE(propose(facts("status", TypeFamily::text), sample(300, word), "k").confidence, 0.7);
    ColumnSample rare = sample(300, word);
    rare.add("only one has this");
    EXPECT_EQ(propose(facts("status", TypeFamily::text), rare, "k").technique, "suppress");
    EXPECT_EQ(propose(facts("status", TypeFamily::text), sample(5, word), "k").technique, "suppress");
}

TEST(ColumnProposalTest, SentencesAreScrubbedWhereThatIsPossible) {
    const auto sentence = [](std::size_t i) {
        return "they said number " + std::to_string(i) + " is not good";
    };
    ColumnFacts text = facts("opmerkingen", TypeFamily::text);
    EXPECT_EQ(propose(text, sample(100, sentence), "k").technique, "suppress");
    text.techniques.insert("scrub");
    EXPECT_EQ(propose(text, sample(100, sentence), "k").technique, "scrub");
    text.name = "x1";
    EXPECT_EQ(propose(text, sample(100, sentence), "k").technique, "scrub");
    EXPECT_EQ(propose(text, sample(100, sentence), "k").disclosure_class, DisclosureClass::sensitive);
}

TEST(ColumnProposalTest, UnknownTypesAreSuppressed) {
    for (const TypeFamily family : {TypeFamily::document, TypeFamily::array, TypeFamily::other}) {
        EXPECT_EQ(propose(facts("payload", family), ColumnSample(forms()), "k").technique, "suppress");
    }
}

TEST(ColumnProposalTest, ElementsOfArraysAreProtectedEachByItself) {
    ColumnFacts list = facts("contacts", TypeFamily::array);
    list.element_family = TypeFamily::text;
    list.element_techniques = {"release", "suppress", "pseudonym", "prefix"};
    EXPECT_EQ(propose(list, sample(100, email), "k").technique, "suppress"); // there is no "each"
    list.techniques.insert("each");
    const Proposal proposal = propose(list, sample(100, email), "k");
    EXPECT_EQ(proposal.technique, "each");
    EXPECT_EQ(veil::parameters_json(proposal),
              R"({"elements": {"technique": "pseudonym", "params": {"key": "k"}}})");
    // Nothing is released from within a list.
    list.name = "status";
    EXPECT_EQ(propose(list, sample(300, word), "k").technique, "suppress");
    EXPECT_TRUE(propose(list, sample(300, word), "k").parameters.empty());
}

TEST(ColumnProposalTest, ColumnsOfARelationSayOfEachOther) {
    std::vector<ColumnFacts> columns{facts("e\"mail", TypeFamily::text), facts("notes", TypeFamily::text),
                                     facts("lat", TypeFamily::number), facts("lng", TypeFamily::number),
                                     facts("status", TypeFamily::text)};
    columns[1].techniques.insert("scrub");
    columns[2].techniques.insert("grid");
    columns[3].techniques.insert("grid");
    std::vector<Proposal> proposals;
    for (const ColumnFacts& column : columns) {
        proposals.push_back(propose(column, sample(100, column.name == "notes" ? word : email), "k"));
    }
    relate_proposals(columns, proposals);
    EXPECT_EQ(proposals[1].technique, "scrub");
    EXPECT_EQ(veil::parameters_json(proposals[1]), R"({"known": ["e\"mail", "status"]})");
    EXPECT_EQ(veil::parameters_json(proposals[2]), R"({"axis": "latitude", "metres": 5000})");
    EXPECT_EQ(veil::parameters_json(proposals[3]),
              R"({"axis": "longitude", "metres": 5000, "latitude": "lat"})");
    // A longitude without a latitude has no cells.
    const std::vector<ColumnFacts> alone{columns[3]};
    std::vector<Proposal> one{propose(columns[3], sample(100, number), "k")};
    relate_proposals(alone, one);
    EXPECT_EQ(one[0].technique, "suppress");
    EXPECT_TRUE(one[0].parameters.empty());
}

TEST(ColumnProposalTest, CountryCodesBecomeRegions) {
    const auto code = [](std::size_t i) { return std::string(i % 2 == 0 ? "NL" : "BE"); };
    ColumnFacts column = facts("land", TypeFamily::text);
    EXPECT_EQ(propose(column, sample(100, code), "k").technique, "release");
    EXPECT_LT(propose(column, sample(100, code), "k").confidence, 0.7);
    column.techniques.insert("hierarchy");
    EXPECT_EQ(veil::parameters_json(propose(column, sample(100, code), "k")),
              R"({"hierarchy": "country", "level": 1})");
    EXPECT_EQ(propose(column, sample(100, word), "k").technique, "release");
}

TEST(ColumnProposalTest, AMissingTechniqueIsSuppression) {
    ColumnFacts bare = facts("bsn", TypeFamily::text);
    bare.techniques = {"suppress", "release"};
    EXPECT_EQ(propose(bare, ColumnSample(forms()), "k").technique, "suppress");
    EXPECT_TRUE(propose(bare, ColumnSample(forms()), "k").parameters.empty());
}

TEST(ColumnProposalTest, EvidenceHoldsNoValues) {
    const ColumnFacts column = facts("email", TypeFamily::text);
    const ColumnSample canaries =
        sample(100, [](std::size_t i) { return "canary" + std::to_string(i) + "@example.org"; });
    const Proposal proposal = propose(column, canaries, "k");
    const std::string evidence = evidence_json(column, canaries, proposal);
    EXPECT_EQ(evidence.find("canary"), std::string::npos);
    EXPECT_EQ(evidence.find("example"), std::string::npos);
    EXPECT_NE(evidence.find(R"("detected": {"email": 1.00})"), std::string::npos) << evidence;
    EXPECT_NE(evidence.find(R"("distinct": 1.00)"), std::string::npos) << evidence;
}

TEST(ColumnProposalTest, JsonIsEscaped) {
    EXPECT_EQ(veil::json_string("a\"b\\c\n\x01"), R"("a\"b\\c\u000a\u0001")");
    const Proposal proposal = propose(facts("bsn", TypeFamily::text), ColumnSample(forms()), "k\"}");
    EXPECT_EQ(veil::parameters_json(proposal), R"({"key": "k\"}"})");
}

TEST(BucketWidthTest, IsOneTwoOrFiveTimesAPowerOfTen) {
    EXPECT_EQ(veil::bucket_width(0, 100000, false), "5000");
    EXPECT_EQ(veil::bucket_width(0, 30000, false), "2000");
    EXPECT_EQ(veil::bucket_width(0, 120000, false), "10000");
    EXPECT_EQ(veil::bucket_width(0, 1, false), "0.05");
    EXPECT_EQ(veil::bucket_width(0, 1, true), "1");
    EXPECT_EQ(veil::bucket_width(5, 5, true), "1");
    EXPECT_EQ(veil::bucket_width(0, 0, false), "0.05");
    EXPECT_EQ(veil::bucket_width(-1e308, 1e308, false).find('e'), std::string::npos);
    EXPECT_EQ(veil::bucket_width(0, 1e-300, false), "0.000000001");
    EXPECT_EQ(veil::bucket_width(0, std::numeric_limits<double>::infinity(), false).find('n'),
              std::string::npos);
}

TEST(SamplePlanTest, CostDoesNotGrowWithTheTable) {
    using Method = veil::SamplePlan::Method;
    EXPECT_EQ(veil::plan_sample(10, 500, 2000, true).method, Method::first_rows);
    EXPECT_EQ(veil::plan_sample(0, 0, 2000, true).method, Method::first_rows);
    EXPECT_EQ(veil::plan_sample(1e6, 1e9, 2000, false).method, Method::first_rows);
    EXPECT_EQ(veil::plan_sample(1e6, 1e9, 2000, false).limit, 2000U);
    const veil::SamplePlan small = veil::plan_sample(1000, 100000, 2000, true);
    EXPECT_EQ(small.method, Method::bernoulli);
    EXPECT_NEAR(small.percent, 2.2, 0.01);
    for (const double pages : {1e4, 1e6, 1e9}) {
        const veil::SamplePlan large = veil::plan_sample(pages, pages * 100, 2000, true);
        EXPECT_EQ(large.method, Method::system);
        EXPECT_NEAR(large.percent * pages / 100, 300, 1);
        EXPECT_GE(large.step, 10U);
        EXPECT_GT(large.percent, 0);
    }
    EXPECT_LE(veil::plan_sample(2500, 2001, 2000, true).percent, 100);
}

} // namespace
