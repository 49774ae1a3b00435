#include "core/numbering_plan.hpp"

#include <algorithm>
#include <utility>

namespace veil {

namespace {

// Of a region's patterns: those of types come after these, in the order of PhoneType.
constexpr unsigned leading_pattern = 0;
constexpr unsigned general_pattern = 1;
constexpr unsigned first_type_pattern = 2;

constexpr std::size_t most_regions = 1000;

} // namespace

NumberingPlan::NumberingPlan(std::vector<RegionPlan> regions) : regions_(std::move(regions)) {
    if (regions_.size() > most_regions) {
        throw InvalidPattern("a calling code has too many regions");
    }
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        const RegionPlan& region = regions_[i];
        const auto pattern = [i](unsigned of_region) {
            return static_cast<DigitAutomaton::Pattern>(i * patterns_per_region + of_region);
        };
        automaton_.add(pattern(leading_pattern), region.leading_digits, true);
        automaton_.add(pattern(general_pattern), region.general.expression);
        for (unsigned type = 0; type < region.types.size(); ++type) {
            automaton_.add(pattern(first_type_pattern + type), region.types[type].expression);
        }
    }
}

std::optional<PhoneType> NumberingPlan::type_in(std::size_t region, DigitAutomaton::State state,
                                                std::size_t length) const {
    const RegionPlan& plan = regions_[region];
    const auto matched = automaton_.matched(state);
    const auto is = [&](const DigitPattern& pattern, unsigned of_region) {
        return (pattern.lengths >> length & 1U) != 0 &&
               std::ranges::binary_search(
                   matched, static_cast<DigitAutomaton::Pattern>(region * patterns_per_region + of_region));
    };
    const auto is_of = [&](PhoneType type) {
        const auto number = static_cast<unsigned>(type);
        return is(plan.types[number], first_type_pattern + number);
    };
    if (!is(plan.general, general_pattern)) {
        return std::nullopt;
    }
    for (auto type = PhoneType::premium_rate; type <= PhoneType::voicemail;
         type = static_cast<PhoneType>(static_cast<unsigned>(type) + 1)) {
        if (is_of(type)) {
            return type;
        }
    }
    if (is_of(PhoneType::fixed_line)) {
        return plan.fixed_line_is_mobile || is_of(PhoneType::mobile) ? PhoneType::fixed_line_or_mobile
                                                                     : PhoneType::fixed_line;
    }
    if (!plan.fixed_line_is_mobile && is_of(PhoneType::mobile)) {
        return PhoneType::mobile;
    }
    return std::nullopt;
}

std::optional<NumberingPlan::ClassId> NumberingPlan::class_id(DigitAutomaton::State state,
                                                              std::size_t length) const {
    const auto matched = automaton_.matched(state);
    for (std::size_t region = 0; region < regions_.size(); ++region) {
        const auto type = type_in(region, state, length);
        // Where leading digits tell the region, they alone do; but a calling code of one region leaves no
        // question.
        const bool is_here =
            regions_.size() == 1 || regions_[region].leading_digits.empty()
                ? type.has_value()
                : std::ranges::binary_search(matched, static_cast<DigitAutomaton::Pattern>(
                                                          region * patterns_per_region + leading_pattern));
        if (is_here) {
            return type ? std::optional(ClassId{region, *type, length}) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<NumberingPlan::ClassId> NumberingPlan::find_class(std::string_view national_number) {
    if (national_number.empty() || national_number.size() > longest_number) {
        return std::nullopt;
    }
    DigitAutomaton::State state = automaton_.start();
    for (const char c : national_number) {
        const auto digit = static_cast<unsigned char>(c - '0');
        if (digit > 9 || automaton_.is_dead(state)) {
            return std::nullopt;
        }
        state = automaton_.next(state, digit);
    }
    return class_id(state, national_number.size());
}

bool NumberingPlan::has(std::string_view national_number) {
    return find_class(national_number).has_value();
}

const NumberingPlan::Class* NumberingPlan::class_of(std::string_view national_number) {
    const auto id = find_class(national_number);
    if (!id) {
        return nullptr;
    }
    std::unique_ptr<const Class>& known = classes_[*id];
    if (known == nullptr) {
        const auto has = [&](DigitAutomaton::State end) { return class_id(end, id->length) == id; };
        known = std::make_unique<const Class>(Class{regions_[id->region].region, id->type, id->length,
                                                    DigitStringSet(automaton_, id->length, has)});
    }
    return known.get();
}

} // namespace veil
