#include "core/surrogate_form.hpp"

#include <algorithm>
#include <array>

namespace veil {
namespace {

constexpr std::string_view version = " v1";
constexpr std::string_view unique_word = " unique";

struct KindName {
    SurrogateKind kind;
    std::string_view name;
    std::string_view family;
    bool can_be_unique;
};

constexpr std::array<KindName, 9> kinds{{
    {SurrogateKind::first_name, "first_name", "person", false},
    {SurrogateKind::last_name, "last_name", "person", false},
    {SurrogateKind::full_name, "full_name", "person", true},
    {SurrogateKind::email, "email", "person", true},
    {SurrogateKind::company, "company", "company", true},
    {SurrogateKind::city, "city", "city", false},
    {SurrogateKind::street, "street", "address", false},
    {SurrogateKind::address, "address", "address", false},
    {SurrogateKind::phone, "phone", "phone", false},
}};

struct LanguageName {
    SurrogateLanguage language;
    std::string_view name;
};

constexpr std::array<LanguageName, 3> languages{{
    {SurrogateLanguage::dutch, "nl"},
    {SurrogateLanguage::english, "en"},
    {SurrogateLanguage::both, "both"},
}};

const KindName& description(SurrogateKind kind) noexcept {
    return *std::ranges::find(kinds, kind, &KindName::kind);
}

std::string with_language(std::string_view start, SurrogateLanguage language) {
    const std::string_view name = std::ranges::find(languages, language, &LanguageName::language)->name;
    return std::string(start).append(" ").append(name).append(version);
}

} // namespace

bool can_be_unique(SurrogateKind kind) noexcept {
    return description(kind).can_be_unique;
}

std::string to_text(const SurrogateForm& form) {
    return with_language(description(form.kind).name, form.language)
        .append(form.unique ? unique_word : std::string_view{});
}

std::string surrogate_purpose(const SurrogateForm& form) {
    return with_language("surrogate/" + std::string(description(form.kind).family), form.language);
}

std::optional<SurrogateForm> parse_surrogate_form(std::string_view text) {
    for (const KindName& kind : kinds)
        for (const LanguageName& language : languages)
            for (const bool unique : {false, true}) {
                const SurrogateForm form{kind.kind, language.language, unique};
                if ((!unique || kind.can_be_unique) && text == to_text(form))
                    return form;
            }
    return std::nullopt;
}

} // namespace veil
