// Any values and any text: findings lie in the text, and a value that stands in it between blanks as it is
// given is found.
#include "core/known_identifiers.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    std::vector<std::string> values(input.ConsumeIntegralInRange<std::size_t>(0, 6));
    for (std::string& value : values)
        value = input.ConsumeRandomLengthString(60);
    const std::string text = input.ConsumeRemainingBytesAsString();
    const std::vector<std::string_view> views(values.begin(), values.end());
    const veil::KnownIdentifiers known(views);
    std::vector<veil::Finding> findings;
    known.find(text, veil::poll_nothing, findings);
    for (const veil::Finding& finding : findings) {
        if (finding.begin >= finding.end || finding.end > text.size() ||
            finding.entity != veil::Entity::known)
            std::abort();
    }

    // Two words of letters.
    const auto is_letters = [](const std::string& value) {
        return value.size() >= 6 && std::all_of(value.begin(), value.end(), [](char byte) {
                   return (byte >= 'A' && byte <= 'Z') || (byte >= 'q' && byte <= 'z');
               });
    };
    if (values.size() == 1 && is_letters(values[0]) && values[0].size() <= 30) {
        findings.clear();
        known.find("0 " + values[0] + " 0", veil::poll_nothing, findings);
        if (findings.size() != 1 || findings[0].begin != 2 || findings[0].end != 2 + values[0].size())
            std::abort();
    }
    return 0;
}
