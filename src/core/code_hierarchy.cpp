// Hierarchies of codes: any code by its first characters, Dutch postcodes, diagnoses of ICD-10.
#include "core/hierarchy_rules.hpp"

#include <algorithm>

namespace veil {

namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool is_capital(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}

constexpr char to_capital(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

class PrefixHierarchy final : public Hierarchy {
  public:
    PrefixHierarchy(const HierarchyDefinition& definition, CharacterLength length) : length_(length) {
        for (const std::int64_t keep : definition.keep) {
            keep_.push_back(static_cast<std::size_t>(keep));
        }
        if (definition.length) {
            characters_ = static_cast<std::size_t>(*definition.length);
        }
    }

    [[nodiscard]] int top_level() const noexcept override { return static_cast<int>(keep_.size()); }
    // "*" may stand for any text.
    [[nodiscard]] bool is_start(std::string_view label) const noexcept override { return label != "*"; }
    [[nodiscard]] std::size_t size() const noexcept override {
        return sizeof *this + keep_.size() * sizeof(std::size_t);
    }

    [[nodiscard]] Label text_label(std::string_view value, int level,
                                   LabelBuffer& /*buffer*/) const noexcept override {
        if (level < 0 || level > top_level() || !has_length(value)) {
            return std::nullopt;
        }
        if (level == 0) {
            return value;
        }
        const std::size_t keep = keep_[static_cast<std::size_t>(level - 1)];
        return keep == 0 ? std::string_view("*") : value.substr(0, prefix_size(value, keep, length_));
    }

  private:
    [[nodiscard]] bool has_length(std::string_view value) const noexcept {
        return !characters_ || (prefix_size(value, *characters_, length_) == value.size() &&
                                prefix_size(value, *characters_ - 1, length_) < value.size());
    }

    CharacterLength length_;
    std::vector<std::size_t> keep_;
    std::optional<std::size_t> characters_;
};

class DutchPostcodeHierarchy final : public Hierarchy {
  public:
    [[nodiscard]] int top_level() const noexcept override { return 3; }
    // Whole postcodes may be written with a blank.
    [[nodiscard]] bool is_start(std::string_view label) const noexcept override {
        return label.size() <= 4 && std::all_of(label.begin(), label.end(), is_digit);
    }
    [[nodiscard]] std::size_t size() const noexcept override { return sizeof *this; }

    [[nodiscard]] Label text_label(std::string_view value, int level,
                                   LabelBuffer& buffer) const noexcept override {
        const std::size_t blank = value.size() == 7 && value[4] == ' ' ? 1 : 0;
        if (level < 0 || level > top_level() || value.size() != 6 + blank || value[0] == '0' ||
            !std::all_of(value.begin(), value.begin() + 4, is_digit)) {
            return std::nullopt;
        }
        const std::string_view letters = value.substr(4 + blank);
        if (!std::all_of(letters.begin(), letters.end(), is_capital) || letters == "SA" || letters == "SD" ||
            letters == "SS") {
            return std::nullopt;
        }
        switch (level) {
        case 0:
            std::copy_n(value.begin(), 4, buffer.begin());
            std::copy(letters.begin(), letters.end(), buffer.begin() + 4);
            return std::string_view(buffer.data(), 6);
        case 1:
            return value.substr(0, 4);
        case 2:
            return value.substr(0, 2);
        default:
            return "NL";
        }
    }
};

// From where on, in the order of categories, a chapter's categories stand, to the next row's. A letter and a
// number of two digits; the third character A or B of clinical modifications sorts behind the digits.
struct Chapter {
    char letter;
    int first_number;
    std::string_view label;
};

constexpr std::array<Chapter, 28> chapters{{
    {'A', 0, "I (A00-B99)"},     {'B', 0, "I (A00-B99)"},     {'C', 0, "II (C00-D48)"},
    {'D', 0, "II (C00-D48)"},    {'D', 50, "III (D50-D89)"},  {'E', 0, "IV (E00-E90)"},
    {'F', 0, "V (F00-F99)"},     {'G', 0, "VI (G00-G99)"},    {'H', 0, "VII (H00-H59)"},
    {'H', 60, "VIII (H60-H95)"}, {'I', 0, "IX (I00-I99)"},    {'J', 0, "X (J00-J99)"},
    {'K', 0, "XI (K00-K93)"},    {'L', 0, "XII (L00-L99)"},   {'M', 0, "XIII (M00-M99)"},
    {'N', 0, "XIV (N00-N99)"},   {'O', 0, "XV (O00-O99)"},    {'P', 0, "XVI (P00-P96)"},
    {'Q', 0, "XVII (Q00-Q99)"},  {'R', 0, "XVIII (R00-R99)"}, {'S', 0, "XIX (S00-T98)"},
    {'T', 0, "XIX (S00-T98)"},   {'U', 0, "XXII (U00-U99)"},  {'V', 0, "XX (V01-Y98)"},
    {'W', 0, "XX (V01-Y98)"},    {'X', 0, "XX (V01-Y98)"},    {'Y', 0, "XX (V01-Y98)"},
    {'Z', 0, "XXI (Z00-Z99)"},
}};

class Icd10Hierarchy final : public Hierarchy {
  public:
    [[nodiscard]] int top_level() const noexcept override { return 2; }
    [[nodiscard]] std::size_t size() const noexcept override { return sizeof *this; }

    [[nodiscard]] Label text_label(std::string_view value, int level,
                                   LabelBuffer& buffer) const noexcept override {
        constexpr std::size_t category = 3;
        constexpr std::size_t longest = category + 4;
        const bool has_point = value.size() > category && value[category] == '.';
        if (level < 0 || level > top_level() || value.size() < category ||
            value.size() > longest + (has_point ? 1 : 0) || (has_point && value.size() == category + 1)) {
            return std::nullopt;
        }
        std::transform(value.begin(), value.end(), buffer.begin(), to_capital);
        const std::string_view code(buffer.data(), value.size());
        const bool has_category = is_capital(code[0]) && is_digit(code[1]) &&
                                  (is_digit(code[2]) || code[2] == 'A' || code[2] == 'B');
        const std::string_view rest = code.substr(category + (has_point ? 1 : 0));
        if (!has_category ||
            !std::all_of(rest.begin(), rest.end(), [](char c) { return is_digit(c) || is_capital(c); })) {
            return std::nullopt;
        }
        return level == 2 ? chapter(code)
                          : with_point(code.substr(0, level == 1 ? category : code.size()), buffer);
    }

  private:
    static std::string_view chapter(std::string_view code) noexcept {
        const int number = (code[1] - '0') * 10 + (is_digit(code[2]) ? code[2] - '0' : 9);
        std::string_view label;
        for (const Chapter& candidate : chapters) {
            if (candidate.letter == code[0] && candidate.first_number <= number) {
                label = candidate.label;
            }
        }
        return label;
    }

    // The one way of writing a code; `code` is at the start of the buffer.
    static std::string_view with_point(std::string_view code, LabelBuffer& buffer) noexcept {
        if (code.size() <= 3 || code[3] == '.') {
            return code;
        }
        std::copy_backward(buffer.begin() + 3, buffer.begin() + static_cast<std::ptrdiff_t>(code.size()),
                           buffer.begin() + static_cast<std::ptrdiff_t>(code.size()) + 1);
        buffer[3] = '.';
        return {buffer.data(), code.size() + 1};
    }
};

} // namespace

std::unique_ptr<const Hierarchy> make_prefix_hierarchy(const HierarchyDefinition& definition,
                                                       CharacterLength length) {
    return std::make_unique<const PrefixHierarchy>(definition, length);
}

std::unique_ptr<const Hierarchy> make_dutch_postcode_hierarchy() {
    return std::make_unique<const DutchPostcodeHierarchy>();
}

std::unique_ptr<const Hierarchy> make_icd10_hierarchy() {
    return std::make_unique<const Icd10Hierarchy>();
}

} // namespace veil
