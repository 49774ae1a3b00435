#include "core/column_proposal.hpp"

#include "core/column_evidence.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace veil {

namespace {

constexpr std::size_t most_labels = 100;

class Proposer {
  public:
    Proposer(const ColumnFacts& facts, const ColumnSample& sample, const std::string& key)
        : facts_(facts), sample_(sample), key_(key) {}

    [[nodiscard]] Proposal for_meaning(const WeighedMeaning& weighed);
    [[nodiscard]] Proposal by_structure();

  private:
    [[nodiscard]] bool has(const std::string& technique) const {
        return facts_.techniques.contains(technique);
    }
    void suppress() { take("suppress"); }
    void take(const std::string& technique) { proposal_.technique = technique; }
    void parameter(const std::string& name, const std::string& json) {
        proposal_.parameters.emplace_back(name, json);
    }
    // What is not as sure as the meaning.
    void at_most(double confidence) { proposal_.confidence = std::min(proposal_.confidence, confidence); }
    void because(const std::string& reason) {
        proposal_.reason += (proposal_.reason.empty() ? "" : "; ") + reason;
    }

    void choose(Meaning meaning);
    void pseudonym();
    void truncate(const std::string& unit, std::size_t characters);
    void bucket();
    void bucket_of(const std::string& width);
    void postcode();
    void coordinate(std::string_view axis);
    void network();
    void free_text();
    void country();
    void category(double confidence);
    void label();

    const ColumnFacts& facts_;
    const ColumnSample& sample_;
    const std::string& key_;
    Proposal proposal_;
};

void Proposer::pseudonym() {
    if (!has("pseudonym")) {
        suppress();
        return;
    }
    take("pseudonym");
    parameter("key", key_.empty() ? "null" : json_string(key_));
    if (key_.empty()) {
        because("needs a key");
    }
}

// Dates, and texts that begin with the year: so many characters of them.
void Proposer::truncate(const std::string& unit, std::size_t characters) {
    if (has("truncate")) {
        take("truncate");
        parameter("to", json_string(unit));
        return;
    }
    if (facts_.family == TypeFamily::text && has("prefix") &&
        sample_.years().dates * 10 >= sample_.values() * 9 && sample_.values() > 0) {
        take("prefix");
        parameter("keep", std::to_string(characters));
        return;
    }
    suppress();
}

void Proposer::bucket_of(const std::string& width) {
    if (!has("bucket") || (facts_.family != TypeFamily::integer && facts_.family != TypeFamily::number)) {
        category(0.6);
        return;
    }
    take("bucket");
    parameter("width", width);
}

void Proposer::bucket() {
    const auto low = sample_.quantile(0.05);
    const auto high = sample_.quantile(0.95);
    if (!low || !high) {
        category(0.6);
        return;
    }
    bucket_of(bucket_width(*low, *high, facts_.family == TypeFamily::integer));
}

void Proposer::postcode() {
    if (facts_.family == TypeFamily::integer) {
        bucket_of("100");
        return;
    }
    if (facts_.family != TypeFamily::text || !has("prefix")) {
        suppress();
        return;
    }
    const bool dutch = sample_.share(ValueForm::dutch_postcode) >= 0.8;
    const bool other = sample_.share(ValueForm::other_postcode) >= 0.8;
    take("prefix");
    // Of other countries' the first two are an area anywhere; of a ZIP code three.
    parameter("keep", dutch ? "4" : other ? "3" : "2");
    if (!dutch && !other) {
        at_most(0.75);
    }
}

// Cells of a postcode's size.
void Proposer::coordinate(std::string_view axis) {
    if (has("grid") && facts_.family == TypeFamily::number) {
        take("grid");
        parameter("axis", json_string(axis));
        parameter("metres", "5000");
        return;
    }
    if (has("round") && (facts_.family == TypeFamily::number)) {
        take("round");
        parameter("to", "0.1");
        return;
    }
    suppress();
}

void Proposer::network() {
    if (facts_.family == TypeFamily::network && has("network")) {
        take("network");
        return;
    }
    pseudonym();
}

void Proposer::free_text() {
    if (facts_.family != TypeFamily::text) {
        suppress();
        return;
    }
    // What is called a comment may be a code all the same.
    if (has("scrub")) {
        take("scrub");
        at_most(0.8);
        return;
    }
    suppress();
}

// Codes of ISO 3166 become their region, by the hierarchy that comes with pg_veil.
void Proposer::country() {
    if (facts_.family == TypeFamily::text && has("hierarchy") &&
        sample_.share(ValueForm::country_code) >= 0.9) {
        take("hierarchy");
        parameter("hierarchy", json_string("country"));
        parameter("level", "1");
        return;
    }
    category(0.65);
}

// A quality that many have. It is shown as it is where the sample has no rare value, and that is for people
// to judge.
void Proposer::category(double confidence) {
    if (has_small_domain(sample_, most_labels)) {
        take("release");
        at_most(confidence);
        because("few values, none of them rare");
        return;
    }
    suppress();
}

void Proposer::label() {
    if (sample_.mean_words() > 4 && sample_.distinct_share() > 0.5) {
        proposal_.disclosure_class = DisclosureClass::sensitive;
        because("the values are sentences");
        free_text();
        return;
    }
    category(0.8);
    if (proposal_.technique == "suppress") {
        proposal_.disclosure_class = DisclosureClass::quasi;
        at_most(0.6);
    }
}

void Proposer::choose(Meaning meaning) {
    switch (meaning) {
    case Meaning::identifier:
    case Meaning::national_id:
    case Meaning::email:
    case Meaning::phone:
    case Meaning::account:
    case Meaning::bank_account:
    case Meaning::card:
    case Meaning::mac_address:
    case Meaning::license_plate:
        pseudonym();
        break;
    case Meaning::ip_address:
        network();
        break;
    case Meaning::birth_date:
        truncate("year", 4);
        break;
    case Meaning::birth_year:
    case Meaning::age:
        bucket_of("5");
        break;
    case Meaning::gender:
        category(0.75);
        break;
    case Meaning::postcode:
        postcode();
        break;
    case Meaning::nationality:
    case Meaning::country:
        country();
        break;
    case Meaning::city:
    case Meaning::region:
    case Meaning::household:
    case Meaning::education:
    case Meaning::occupation:
    case Meaning::organisation:
        category(0.65);
        break;
    case Meaning::latitude:
        coordinate("latitude");
        break;
    case Meaning::longitude:
        coordinate("longitude");
        break;
    case Meaning::event_date:
    case Meaning::event_time:
        truncate("month", 7);
        break;
    case Meaning::income:
    case Meaning::amount:
        bucket();
        break;
    case Meaning::free_text:
        free_text();
        break;
    case Meaning::label:
        label();
        break;
    default: // names, addresses, special categories, secrets
        suppress();
        break;
    }
}

// Generic words for a number or a code, whose values are those of a list.
bool is_code_of_list(const ColumnFacts& facts, const ColumnSample& sample) {
    return !facts.is_unique && !facts.is_reference && facts.family != TypeFamily::uuid &&
           has_small_domain(sample, most_labels);
}

Proposal Proposer::for_meaning(const WeighedMeaning& weighed) {
    Meaning meaning = weighed.meaning;
    proposal_.confidence = weighed.confidence;
    because(weighed.reason);
    if (meaning == Meaning::identifier && is_code_of_list(facts_, sample_)) {
        meaning = Meaning::label;
        at_most(0.6);
        because("the values are those of a list");
    }
    if (meaning == Meaning::label && (facts_.is_unique || facts_.is_reference) &&
        facts_.family != TypeFamily::boolean) {
        meaning = Meaning::identifier;
        because("it is a key");
    }
    // Born on these days are people of all ages.
    const ColumnSample::Years years = sample_.years();
    if (meaning == Meaning::event_date && years.distinct >= 40 && years.last - years.first >= 60 &&
        years.first >= 1880) {
        meaning = Meaning::birth_date;
        at_most(0.75);
        because("the years are those of births");
    }
    proposal_.disclosure_class = class_of(meaning);
    proposal_.meaning = meaning;
    choose(meaning);
    return proposal_;
}

Proposal Proposer::by_structure() {
    proposal_.confidence = 0.5;
    switch (facts_.family) {
    case TypeFamily::uuid:
        return for_meaning({Meaning::identifier, 0.85, "the type is uuid"});
    case TypeFamily::network:
        return for_meaning({Meaning::ip_address, 0.9, "the type is of network addresses"});
    case TypeFamily::mac_address:
        return for_meaning({Meaning::mac_address, 0.9, "the type is of hardware addresses"});
    case TypeFamily::date:
        return for_meaning({Meaning::event_date, 0.7, "the type is of dates"});
    case TypeFamily::timestamp:
        return for_meaning({Meaning::event_time, 0.7, "the type is of times"});
    case TypeFamily::boolean:
    case TypeFamily::enumeration:
        proposal_.disclosure_class = DisclosureClass::insensitive;
        because("nothing tells what it is");
        category(0.5);
        return proposal_;
    case TypeFamily::document:
    case TypeFamily::array:
    case TypeFamily::other:
        proposal_.disclosure_class = DisclosureClass::sensitive;
        because("a type that may hold anything");
        suppress();
        return proposal_;
    default:
        break;
    }
    if (facts_.is_unique || facts_.is_reference) {
        return for_meaning({Meaning::identifier, 0.8, "it is a key"});
    }
    if (facts_.family == TypeFamily::text && sample_.mean_words() >= 4) {
        return for_meaning({Meaning::free_text, 0.75, "the values are sentences"});
    }
    if (has_small_domain(sample_, 25)) {
        proposal_.disclosure_class = DisclosureClass::insensitive;
        category(0.5);
        return proposal_;
    }
    if (sample_.distinct_share() > 0.95 && facts_.family != TypeFamily::number && sample_.values() >= 50) {
        return for_meaning({Meaning::identifier, 0.6, "nearly every row has its own value"});
    }
    proposal_.disclosure_class = DisclosureClass::quasi;
    because("nothing tells what it is");
    if (facts_.family == TypeFamily::text) {
        suppress();
    } else {
        bucket();
    }
    return proposal_;
}

std::string share_json(double share) {
    // Two decimals, and never more than there is.
    const int hundredths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * 100));
    std::array<char, 8> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), hundredths / 100.0, std::chars_format::fixed, 2)
            .ptr;
    return {text.data(), end};
}

} // namespace

std::string_view disclosure_class_name(DisclosureClass disclosure_class) noexcept {
    constexpr std::array<std::string_view, 4> names{"direct", "quasi", "sensitive", "insensitive"};
    return names[static_cast<std::size_t>(disclosure_class)];
}

namespace {

// Each element by itself, with the name of the whole.
Proposal propose_elements(const ColumnFacts& facts, const ColumnSample& sample, const std::string& key) {
    ColumnFacts element;
    element.name = facts.name;
    element.family = facts.element_family;
    element.techniques = facts.element_techniques;
    Proposal proposal = propose(element, sample, key);
    if (proposal.technique == "suppress" || proposal.technique == "release") {
        proposal.technique = "suppress";
        proposal.parameters.clear();
        return proposal;
    }
    proposal.parameters = {{"elements", "{\"technique\": " + json_string(proposal.technique) +
                                            ", \"params\": " + parameters_json(proposal) + "}"}};
    proposal.technique = "each";
    return proposal;
}

// What a note about somebody may name him by.
bool is_known_identifier(const ColumnFacts& facts, const Proposal& proposal) {
    return proposal.disclosure_class == DisclosureClass::direct && proposal.confidence >= 0.7 &&
           proposal.meaning != Meaning::secret && proposal.meaning != Meaning::url &&
           facts.family != TypeFamily::array && facts.techniques.contains("pseudonym");
}

constexpr std::size_t most_known = 20;

} // namespace

void relate_proposals(std::span<const ColumnFacts> facts, std::span<Proposal> proposals) {
    std::string known;
    std::size_t count = 0;
    std::optional<std::string> latitude;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        if (is_known_identifier(facts[i], proposals[i]) && count < most_known) {
            known += (known.empty() ? "" : ", ") + json_string(facts[i].name);
            ++count;
        }
        if (proposals[i].meaning == Meaning::latitude && proposals[i].technique == "grid" && !latitude) {
            latitude = json_string(facts[i].name);
        }
    }
    for (Proposal& proposal : proposals) {
        if (proposal.technique == "scrub" && !known.empty()) {
            proposal.parameters.emplace_back("known", "[" + known + "]");
        }
        if (proposal.technique != "grid" || proposal.meaning != Meaning::longitude) {
            continue;
        }
        if (latitude) {
            proposal.parameters.emplace_back("latitude", *latitude);
        } else {
            proposal.technique = "suppress";
            proposal.parameters.clear();
        }
    }
}

Proposal propose(const ColumnFacts& facts, const ColumnSample& sample, const std::string& key) {
    if (facts.family == TypeFamily::array && facts.element_family != TypeFamily::other &&
        facts.techniques.contains("each")) {
        return propose_elements(facts, sample, key);
    }
    Proposer proposer(facts, sample, key);
    const auto weighed = weigh(facts, sample);
    const bool holds_anything = facts.family == TypeFamily::document || facts.family == TypeFamily::array ||
                                facts.family == TypeFamily::other;
    Proposal proposal;
    // A weak word in a name does not say more than that the column is a key.
    if (weighed && !(holds_anything && !is_special_category(weighed->meaning))) {
        proposal = proposer.for_meaning(*weighed);
    } else {
        proposal = proposer.by_structure();
    }
    if (sample.values() < 20 && proposal.technique != "suppress") {
        proposal.confidence *= 0.9;
    }
    proposal.confidence = std::clamp(std::round(proposal.confidence * 100) / 100, 0.0, 0.99);
    return proposal;
}

std::string json_string(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string json = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (byte < 0x20) {
            json += "\\u00";
            json += hex[byte >> 4U];
            json += hex[byte & 0xFU];
        } else {
            json += c;
        }
    }
    return json + '"';
}

std::string parameters_json(const Proposal& proposal) {
    std::string json;
    for (const auto& [name, value] : proposal.parameters) {
        json += (json.empty() ? "" : ", ") + json_string(name) + ": " + value;
    }
    return "{" + json + "}";
}

std::string evidence_json(const ColumnFacts& facts, const ColumnSample& sample, const Proposal& proposal) {
    std::string json = "{\"reason\": " + json_string(proposal.reason);
    if (const auto named = meaning_of_name(facts.name)) {
        json += ", \"name\": " + json_string(meaning_name(named->meaning));
    }
    json += ", \"rows\": " + std::to_string(sample.rows());
    json += ", \"nulls\": " + share_json(sample.null_share());
    if (sample.values() > 0) {
        json += ", \"distinct\": " + share_json(sample.distinct_share());
    }
    // Digits of numbers and dates fit many a form.
    if (sample.values() > 0 &&
        (facts.family == TypeFamily::text || facts.element_family == TypeFamily::text)) {
        std::string detected;
        for (std::size_t i = 0; i < value_form_count; ++i) {
            const auto form = static_cast<ValueForm>(i);
            const double share = sample.share(form);
            if (share >= 0.05) {
                detected += (detected.empty() ? "" : ", ") + json_string(value_form_name(form)) + ": " +
                            share_json(share);
            }
        }
        json += ", \"detected\": {" + detected + "}";
    }
    if (sample.unread() > 0) {
        json += ", \"unread\": " + std::to_string(sample.unread());
    }
    return json + "}";
}

std::string bucket_width(double low, double high, bool whole) {
    double spread = high - low;
    if (!std::isfinite(spread) || spread <= 0) {
        spread = std::isfinite(high) ? std::max(std::abs(high), 1.0) : 1.0;
    }
    const double wanted = spread / 20;
    // Exponents within what is written without one.
    const int exponent =
        static_cast<int>(std::clamp(std::floor(std::log10(wanted)), whole ? 0.0 : -9.0, 17.0));
    const double unit = std::pow(10.0, exponent);
    int digit = wanted <= unit ? 1 : wanted <= 2 * unit ? 2 : wanted <= 5 * unit ? 5 : 10;
    int zeros = exponent;
    if (digit == 10) {
        digit = 1;
        ++zeros;
    }
    if (zeros >= 0) {
        return std::to_string(digit) + std::string(static_cast<std::size_t>(zeros), '0');
    }
    return "0." + std::string(static_cast<std::size_t>(-zeros - 1), '0') + std::to_string(digit);
}

} // namespace veil
