// Whatever a column is called and holds: a proposal that takes no value into its words, and only techniques
// that there are.
#include "core/column_proposal.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const veil::ValueForms forms;
    FuzzedDataProvider input(data, size);
    veil::ColumnFacts facts;
    facts.name = input.ConsumeRandomLengthString(80);
    facts.family = static_cast<veil::TypeFamily>(
        input.ConsumeIntegralInRange<int>(0, static_cast<int>(veil::TypeFamily::other)));
    facts.is_unique = input.ConsumeBool();
    facts.is_reference = input.ConsumeBool();
    facts.techniques = {"release", "suppress"};
    for (const char* technique : {"pseudonym", "prefix", "bucket", "round", "truncate", "scrub", "network"}) {
        if (input.ConsumeBool()) {
            facts.techniques.insert(technique);
        }
    }
    const std::string key = input.ConsumeRandomLengthString(20);
    veil::ColumnSample sample(forms);
    const auto repeats = input.ConsumeIntegralInRange<int>(1, 30);
    while (input.remaining_bytes() > 0) {
        const std::string value = input.ConsumeRandomLengthString(300);
        for (int i = 0; i < repeats; ++i) {
            sample.add(value);
        }
        if (input.ConsumeBool()) {
            sample.add_null();
        }
        if (input.ConsumeBool()) {
            sample.add_unread();
        }
    }
    const veil::Proposal proposal = propose(facts, sample, key);
    require(facts.techniques.contains(proposal.technique));
    require(proposal.confidence >= 0 && proposal.confidence < 1);
    const veil::Proposal again = propose(facts, sample, key);
    require(again.technique == proposal.technique && again.parameters == proposal.parameters &&
            again.reason == proposal.reason);
    require(proposal.reason.size() < 500);
    // Of the values there are counts and shares only.
    require(evidence_json(facts, sample, proposal).size() < 1500);
    require(!parameters_json(proposal).empty());
    require(sample.distinct_share() <= 1 && sample.null_share() <= 1);
    return 0;
}
