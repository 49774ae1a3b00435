// Any text is a definition or a problem, and what it defines is total and a tree: two values of one label at
// a level have one label at every level above. What is read off a label leaves no value out that has it.
#include "core/hierarchy_definition.hpp"
#include "core/label_extent.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>
#include <limits>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

// Definitions that a random text would hardly be.
constexpr std::array definitions{
    std::string_view{R"({"rule": "intervals", "widths": [5, 10, 20], "from": 0, "top": 90})"},
    std::string_view{R"({"rule": "intervals", "widths": [7, 4035225266123964416]})"},
    std::string_view{
        R"({"rule": "intervals", "widths": [3, 9223372036854775806], "from": -9223372036854775808})"},
    std::string_view{R"({"rule": "intervals", "bounds": [[-9, 0, 12, 18], [-9, 12]]})"},
    std::string_view{R"({"rule": "prefix", "keep": [4, 2, 0]})"},
    std::string_view{R"({"rule": "prefix", "keep": [4, 2], "length": 6})"},
    std::string_view{R"({"rule": "date", "levels": ["month", "quarter", "year", "decade"]})"},
    std::string_view{R"({"rule": "date", "levels": ["year", "century"]})"},
    std::string_view{R"({"rule": "nl_postcode"})"},
    std::string_view{R"({"rule": "icd10"})"},
};

template <class LabelOf>
void check_pair(const veil::Hierarchy& hierarchy, LabelOf label_of) {
    veil::LabelBuffer first_buffer;
    veil::LabelBuffer second_buffer;
    bool was_equal = false;
    const bool is_known = label_of(true, 0, first_buffer).has_value();
    for (int level = 0; level <= hierarchy.top_level(); ++level) {
        const veil::Label first = label_of(true, level, first_buffer);
        const veil::Label second = label_of(false, level, second_buffer);
        require(first.has_value() == is_known);
        const bool is_equal = first && second && *first == *second;
        require(is_equal || !was_equal);
        was_equal = is_equal;
    }
    require(!label_of(true, hierarchy.top_level() + 1, first_buffer));
    require(!label_of(true, -1, first_buffer));
}

void check_extents(const veil::Hierarchy& hierarchy, std::int64_t number, std::int32_t day,
                   const std::string& text) {
    for (int level = 0; level <= hierarchy.top_level(); ++level) {
        veil::LabelBuffer buffer;
        const veil::Label of_number = hierarchy.integer_label(number, level, buffer);
        if (of_number && hierarchy.label_order() == veil::LabelOrder::numbers) {
            const auto extent = veil::interval_extent(*of_number);
            require(extent && extent->least <= number && number <= extent->greatest);
        }
        const veil::Label of_day = hierarchy.date_label(day, level, buffer);
        if (of_day && hierarchy.label_order() == veil::LabelOrder::dates) {
            const auto extent = veil::date_extent(*of_day);
            require(extent && extent->least <= day && day <= extent->greatest);
        }
        const veil::Label of_text = hierarchy.text_label(text, level, buffer);
        require(!of_text || !hierarchy.is_start(*of_text) || text.starts_with(*of_text));
    }
    (void)veil::interval_extent(text);
    (void)veil::date_extent(text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const auto number = input.ConsumeIntegral<std::int64_t>();
    const auto near = input.ConsumeBool() ? input.ConsumeIntegralInRange<std::int64_t>(-30, 30)
                                          : input.ConsumeIntegral<std::int64_t>();
    const auto other =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(number) + static_cast<std::uint64_t>(near));
    const auto day = input.ConsumeIntegral<std::int32_t>();
    const auto other_day =
        static_cast<std::int32_t>(static_cast<std::uint32_t>(day) + static_cast<std::uint32_t>(near));
    const std::size_t choice = input.ConsumeIntegralInRange<std::size_t>(0, definitions.size());
    const std::string first = input.ConsumeRandomLengthString(12);
    const std::string second = input.ConsumeRandomLengthString(12);
    const std::string json = choice < definitions.size() ? std::string(definitions[choice])
                                                         : input.ConsumeRemainingBytesAsString();

    auto definition = veil::parse_hierarchy_definition(json);
    if (const auto* problem = std::get_if<std::string>(&definition)) {
        require(!problem->empty() && choice == definitions.size());
        return 0;
    }
    const auto hierarchy = veil::make_hierarchy(std::get<0>(definition), veil::utf8_character_length);
    require(hierarchy->top_level() >= 1 && hierarchy->top_level() <= veil::most_hierarchy_levels);
    check_pair(*hierarchy, [&](bool is_first, int level, veil::LabelBuffer& buffer) {
        return hierarchy->text_label(is_first ? first : second, level, buffer);
    });
    check_pair(*hierarchy, [&](bool is_first, int level, veil::LabelBuffer& buffer) {
        return hierarchy->integer_label(is_first ? number : other, level, buffer);
    });
    check_pair(*hierarchy, [&](bool is_first, int level, veil::LabelBuffer& buffer) {
        return hierarchy->date_label(is_first ? day : other_day, level, buffer);
    });
    check_extents(*hierarchy, number, day, first);
    check_extents(*hierarchy, other, other_day, second);
    return 0;
}
