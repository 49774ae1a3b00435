#include "core/column_evidence.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// A form, how much of the values must have it, and what that is worth. In the order in which they are asked
// for: nine digits are an account only when they are not BSNs.
struct Detector {
    ValueForm form;
    Meaning meaning;
    double least_share;
    double strength; // with all values
};
constexpr std::array<Detector, 13> detectors{{
    {ValueForm::email, Meaning::email, 0.8, 0.97},
    {ValueForm::iban, Meaning::bank_account, 0.8, 0.98},
    {ValueForm::uuid, Meaning::identifier, 0.9, 0.95},
    {ValueForm::mac, Meaning::mac_address, 0.8, 0.95},
    {ValueForm::ip, Meaning::ip_address, 0.8, 0.95},
    {ValueForm::url, Meaning::url, 0.8, 0.9},
    // By chance one number in ten or eleven has the right check digit.
    {ValueForm::card, Meaning::card, 0.9, 0.93},
    {ValueForm::bsn, Meaning::national_id, 0.9, 0.93},
    {ValueForm::national_id, Meaning::national_id, 0.8, 0.85},
    {ValueForm::phone, Meaning::phone, 0.8, 0.85},
    {ValueForm::dutch_postcode, Meaning::postcode, 0.8, 0.92},
    {ValueForm::license_plate, Meaning::license_plate, 0.8, 0.85},
    {ValueForm::date, Meaning::event_date, 0.8, 0.8},
}};

constexpr ValueFormSet name_forms = bit_of(ValueForm::given_name) | bit_of(ValueForm::surname);
constexpr std::size_t enough_values = 20;
// The words of a dictionary are some of the names, not all.
constexpr double least_dictionary_share = 0.4;

// Of so many values that chance does not count.
double with_sample(double strength, std::size_t values) noexcept {
    return values >= enough_values
               ? strength
               : strength * (0.5 + 0.5 * static_cast<double>(values) / static_cast<double>(enough_values));
}

std::optional<ValueMeaning> meaning_of_words(const ColumnSample& sample) {
    const double named = sample.share_of_any(name_forms);
    const double placed = sample.share(ValueForm::city);
    const double addressed = sample.share(ValueForm::street_address);
    if (sample.mean_words() > 6 || std::max({named, placed, addressed}) < least_dictionary_share) {
        return std::nullopt;
    }
    const auto worth = [&](double share) { return with_sample(0.7 + 0.2 * share, sample.values()); };
    if (addressed >= named && addressed >= placed) {
        return ValueMeaning{Meaning::address, ValueForm::street_address, worth(addressed)};
    }
    if (placed >= named) {
        return ValueMeaning{Meaning::city, ValueForm::city, worth(placed)};
    }
    const ValueForm form = sample.share(ValueForm::given_name) >= sample.share(ValueForm::surname)
                               ? ValueForm::given_name
                               : ValueForm::surname;
    return ValueMeaning{Meaning::person_name, form, worth(named)};
}

// What detectors can tell for sure: a column with such a name and other values is something else.
ValueFormSet forms_expected(Meaning meaning) noexcept {
    switch (meaning) {
    case Meaning::email:
        return bit_of(ValueForm::email);
    case Meaning::bank_account:
        return bit_of(ValueForm::iban);
    case Meaning::ip_address:
        return bit_of(ValueForm::ip);
    case Meaning::mac_address:
        return bit_of(ValueForm::mac);
    case Meaning::url:
        return bit_of(ValueForm::url);
    case Meaning::card:
        return bit_of(ValueForm::card);
    case Meaning::phone:
        return bit_of(ValueForm::phone);
    case Meaning::event_date:
    case Meaning::birth_date:
        return bit_of(ValueForm::date);
    default:
        return 0;
    }
}

bool is_contradicted(Meaning meaning, TypeFamily family, const ColumnSample& sample) noexcept {
    const ValueFormSet expected = forms_expected(meaning);
    return family == TypeFamily::text && expected != 0 && sample.values() >= enough_values &&
           sample.share_of_any(expected) < 0.2;
}

// A name that does not go with the type means something else: "email_verified" is a boolean.
std::optional<NamedMeaning> fitted(std::optional<NamedMeaning> named, TypeFamily family) {
    if (!named || is_special_category(named->meaning) || named->meaning == Meaning::secret) {
        return named;
    }
    const auto is = [&](std::initializer_list<Meaning> meanings) {
        return std::ranges::find(meanings, named->meaning) != meanings.end();
    };
    const auto become = [&](Meaning meaning, double factor) {
        if (named->meaning != meaning) {
            named->meaning = meaning;
            named->strength *= factor;
        }
        return named;
    };
    switch (family) {
    case TypeFamily::boolean:
        return is({Meaning::household, Meaning::gender}) ? named : become(Meaning::label, 0.9);
    case TypeFamily::date:
        return is({Meaning::birth_date}) ? named : become(Meaning::event_date, 0.9);
    case TypeFamily::timestamp:
        return is({Meaning::birth_date}) ? named : become(Meaning::event_time, 0.9);
    case TypeFamily::number:
        return is({Meaning::person_name, Meaning::email, Meaning::free_text, Meaning::url, Meaning::address,
                   Meaning::event_date, Meaning::event_time, Meaning::birth_date, Meaning::organisation,
                   Meaning::city})
                   ? std::nullopt
                   : named;
    case TypeFamily::integer:
        return is({Meaning::person_name, Meaning::email, Meaning::free_text, Meaning::url,
                   Meaning::event_date, Meaning::event_time})
                   ? std::nullopt
                   : named;
    case TypeFamily::uuid:
        return become(Meaning::identifier, 0.9);
    case TypeFamily::network:
        return become(Meaning::ip_address, 1);
    case TypeFamily::mac_address:
        return become(Meaning::mac_address, 1);
    default:
        return named;
    }
}

unsigned protection_of(DisclosureClass disclosure_class) noexcept {
    switch (disclosure_class) {
    case DisclosureClass::direct:
        return 3;
    case DisclosureClass::sensitive:
        return 2;
    case DisclosureClass::quasi:
        return 1;
    default:
        return 0;
    }
}

// Two words for what is protected in one way.
bool agree(Meaning name, Meaning values) noexcept {
    if (name == values) {
        return true;
    }
    switch (values) {
    case Meaning::national_id:
        return name == Meaning::identifier;
    case Meaning::email:
        return name == Meaning::account;
    case Meaning::event_date:
        return name == Meaning::birth_date || name == Meaning::event_time;
    default:
        return false;
    }
}

std::string by_name(const NamedMeaning& named) {
    return "the name says " + std::string(meaning_name(named.meaning)) + " (" + std::string(named.word) + ")";
}

std::string by_values(const ValueMeaning& valued) {
    return "the values look like " + std::string(meaning_name(valued.meaning));
}

} // namespace

std::optional<ValueMeaning> meaning_of_values(TypeFamily family, const ColumnSample& sample) {
    if (sample.values() == 0) {
        return std::nullopt;
    }
    if (family == TypeFamily::integer || family == TypeFamily::number) {
        const double share = sample.share(ValueForm::bsn);
        return share >= 0.9 ? std::optional(ValueMeaning{Meaning::national_id, ValueForm::bsn,
                                                         with_sample(0.9 * share, sample.values())})
                            : std::nullopt;
    }
    if (family != TypeFamily::text) {
        return std::nullopt;
    }
    for (const Detector& detector : detectors) {
        const double share = sample.share(detector.form);
        if (share >= detector.least_share) {
            return ValueMeaning{detector.meaning, detector.form,
                                with_sample(detector.strength * share, sample.values())};
        }
    }
    // "contact": some have an e-mail address, others a telephone.
    constexpr ValueFormSet contacts = bit_of(ValueForm::email) | bit_of(ValueForm::phone);
    if (sample.share_of_any(contacts) >= 0.8) {
        return ValueMeaning{Meaning::email, ValueForm::email, with_sample(0.85, sample.values())};
    }
    return meaning_of_words(sample);
}

DisclosureClass class_of(Meaning meaning) noexcept {
    switch (meaning) {
    case Meaning::identifier:
    case Meaning::national_id:
    case Meaning::person_name:
    case Meaning::email:
    case Meaning::phone:
    case Meaning::account:
    case Meaning::address:
    case Meaning::bank_account:
    case Meaning::card:
    case Meaning::ip_address:
    case Meaning::mac_address:
    case Meaning::license_plate:
    case Meaning::url:
    case Meaning::secret:
        return DisclosureClass::direct;
    case Meaning::income:
    case Meaning::amount:
    case Meaning::health:
    case Meaning::religion:
    case Meaning::ethnicity:
    case Meaning::politics:
    case Meaning::union_membership:
    case Meaning::sexuality:
    case Meaning::crime:
    case Meaning::biometrics:
    case Meaning::free_text:
        return DisclosureClass::sensitive;
    case Meaning::label:
        return DisclosureClass::insensitive;
    default:
        return DisclosureClass::quasi;
    }
}

bool has_small_domain(const ColumnSample& sample, std::size_t most) noexcept {
    return sample.values() >= enough_values && sample.distinct() <= most && sample.distinct_share() <= 0.2 &&
           sample.rarest() >= 2;
}

std::optional<WeighedMeaning> weigh(const ColumnFacts& facts, const ColumnSample& sample) {
    const auto named = fitted(meaning_of_name(facts.name), facts.family);
    const auto valued = meaning_of_values(facts.family, sample);
    if (!named && !valued) {
        return std::nullopt;
    }
    if (!named) {
        return WeighedMeaning{valued->meaning, valued->strength, by_values(*valued)};
    }
    if (!valued) {
        if (is_contradicted(named->meaning, facts.family, sample)) {
            return WeighedMeaning{named->meaning, std::min(named->strength, 0.5),
                                  by_name(*named) + ", the values do not look like it"};
        }
        return WeighedMeaning{named->meaning, named->strength, by_name(*named)};
    }
    if (agree(named->meaning, valued->meaning)) {
        return WeighedMeaning{named->meaning == Meaning::identifier ? valued->meaning : named->meaning,
                              1 - (1 - named->strength) * (1 - valued->strength),
                              by_name(*named) + ", and the values look like it"};
    }
    const unsigned name_protection = protection_of(class_of(named->meaning));
    const unsigned value_protection = protection_of(class_of(valued->meaning));
    if (value_protection > name_protection && valued->strength >= 0.7) {
        return WeighedMeaning{valued->meaning, valued->strength * 0.95,
                              by_values(*valued) + ", although " + by_name(*named)};
    }
    return WeighedMeaning{named->meaning, named->strength * (name_protection == value_protection ? 1 : 0.9),
                          by_name(*named) + ", although " + by_values(*valued)};
}

} // namespace veil
