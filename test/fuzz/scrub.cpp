// Whatever the bytes: findings lie in the text and in order, nothing of them is in the result, the result is
// bounded, and the same text has the same findings.
#include "core/scrub.hpp"
#include "core/entity_of.hpp"
#include "unit/phone_library.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>
#include <string>

namespace {

using namespace veil;

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

constexpr std::array<std::string_view, 24> parts{"bsn ",
                                                 "123456782",
                                                 "NL91ABNA0417164300",
                                                 "@",
                                                 "jan",
                                                 "example.nl",
                                                 "06 12345678",
                                                 "+31",
                                                 "(0)",
                                                 "1980-02-01",
                                                 "1 februari ",
                                                 "://",
                                                 "www.",
                                                 "::",
                                                 "fe80:",
                                                 "aa:bb:",
                                                 "1234 AB",
                                                 "RSSMRA85T10A562S",
                                                 "-",
                                                 " ",
                                                 "\xC3\xA9",
                                                 "4111 1111 1111 1111",
                                                 "\n",
                                                 "order "};

std::string made_text(FuzzedDataProvider& input) {
    std::string text;
    while (input.remaining_bytes() > 0 && text.size() < 4000) {
        if (input.ConsumeBool()) {
            text += parts[input.ConsumeIntegralInRange<std::size_t>(0, parts.size() - 1)];
        } else {
            text += input.ConsumeRandomLengthString(12);
        }
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static ModulePhoneLibrary phones(test::linked_module());
    FuzzedDataProvider input(data, size);
    ScrubOptions options;
    options.replacement = input.ConsumeBool() ? Replacement::mask : Replacement::tag;
    options.keeps_length = input.ConsumeBool();
    options.fill = "~";
    ScrubServices services{.phones = &phones, .is_utf8 = input.ConsumeBool()};
    const std::string made = made_text(input);
    // Of exactly its size, so that a read past the end is one.
    const auto exact = std::make_unique<char[]>(made.size()); // NOLINT(modernize-avoid-c-arrays)
    made.copy(exact.get(), made.size());
    const std::string_view text(exact.get(), made.size());

    const auto findings = find_identifiers(text, options, {}, services);
    std::size_t end = 0;
    std::size_t found = 0;
    for (const Finding& finding : findings) {
        require(finding.begin >= end && finding.begin < finding.end && finding.end <= text.size());
        end = finding.end;
        found += finding.end - finding.begin;
    }
    const auto result = scrub(text, options, {}, services);
    require(result.has_value() && result->size() <= text.size() - found + findings.size() * 16 + found);
    // What is kept is the text without the findings.
    std::string kept;
    std::size_t at = 0;
    for (const Finding& finding : findings) {
        kept.append(text.substr(at, finding.begin - at));
        at = finding.end;
    }
    kept.append(text.substr(at));
    require(result->size() >= kept.size());
    (void)entity_of(text.substr(0, 60), &phones);
    const auto parsed = parse_scrub_options(text);
    require(!parsed || parsed->text() == text);
    return 0;
}
