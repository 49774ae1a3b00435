#include "core/detection.hpp"

#include "core/detector_bank.hpp"
#include "core/detector_bsn.hpp"
#include "core/detector_date.hpp"
#include "core/detector_national.hpp"
#include "core/detector_network.hpp"
#include "core/detector_phone.hpp"
#include "core/detector_plate.hpp"
#include "core/detector_postcode.hpp"
#include "core/entity_of.hpp"
#include "core/nearby_words.hpp"

#include <algorithm>
#include <array>

namespace veil {

namespace {

// The bytes at which a detector looks; all others are passed over.
enum class Trigger : std::uint8_t { none, digit, at, colon, dot, dash };

constexpr auto triggers = [] {
    std::array<Trigger, 256> table{};
    for (char c = '0'; c <= '9'; ++c)
        table[static_cast<unsigned char>(c)] = Trigger::digit;
    table['@'] = Trigger::at;
    table[':'] = Trigger::colon;
    table['.'] = Trigger::dot;
    table['-'] = Trigger::dash;
    return table;
}();

Trigger trigger_of(char c) noexcept {
    return triggers[static_cast<unsigned char>(c)];
}

class Reader {
  public:
    Reader(const Scan& scan, Poll poll)
        : scan_(scan), poll_(poll),
          wants_numbers_(wants({Entity::iban, Entity::card, Entity::bsn, Entity::vat, Entity::national_id,
                                Entity::date, Entity::postcode, Entity::license_plate})),
          wants_network_(wants({Entity::ip, Entity::mac})) {}

    void read() {
        const std::string_view text = scan_.text;
        std::size_t at = 0;
        std::size_t poll_at = poll_interval;
        while (at < text.size()) {
            if (at >= poll_at) {
                poll_();
                poll_at = at + poll_interval;
            }
            const std::size_t stop = std::min(text.size(), poll_at);
            while (at < stop && trigger_of(text[at]) == Trigger::none)
                ++at;
            if (at < stop)
                at = at_trigger(at);
        }
    }

  private:
    [[nodiscard]] bool wants(std::initializer_list<Entity> entities) const {
        return std::ranges::any_of(entities, [&](Entity entity) { return scan_.wanted.has(entity); });
    }

    // Where to go on.
    std::size_t at_trigger(std::size_t at) {
        std::size_t end = at;
        switch (trigger_of(scan_.text[at])) {
        case Trigger::digit:
            return at_digit(at);
        case Trigger::at:
            end = scan_.wanted.has(Entity::email) ? find_email(scan_, at, read_) : at;
            break;
        case Trigger::colon:
            end = scan_.wanted.has(Entity::url) ? find_scheme_url(scan_, at) : at;
            if (end == at && wants_network_)
                end = find_colon_address(scan_, at);
            break;
        case Trigger::dot:
            end = scan_.wanted.has(Entity::url) ? find_bare_url(scan_, at) : at;
            if (end == at && scan_.wanted.has(Entity::mac))
                end = find_mac(scan_, at);
            break;
        case Trigger::dash:
            end = scan_.wanted.has(Entity::mac) ? find_mac(scan_, at) : at;
            break;
        case Trigger::none:
            break;
        }
        if (end == at)
            return at + 1;
        read_ = end;
        return end;
    }

    std::size_t at_digit(std::size_t at) {
        const std::string_view text = scan_.text;
        std::size_t end = at + 1;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        const DigitSequence digits = read_digits(text, at);
        if (wants_numbers_) {
            const std::size_t iban = find_iban(scan_, digits);
            if (iban != at) {
                read_ = iban;
                return iban;
            }
            find_card(scan_, digits);
            find_bsn(scan_, digits);
            find_vat(scan_, digits);
            find_national_id(scan_, digits);
            find_date(scan_, digits);
            find_postcode(scan_, digits);
            find_license_plate(scan_, digits);
        }
        find_phone(scan_, at);
        if (scan_.wanted.has(Entity::ip) && at_or_nul(text, end) == '.')
            (void)find_ipv4(scan_, at);
        return end;
    }

    const Scan& scan_;
    Poll poll_;
    bool wants_numbers_;
    bool wants_network_;
    // What is before has been taken.
    std::size_t read_ = 0;
};

bool is_surer(const Finding& left, const Finding& right) noexcept {
    if (left.confidence != right.confidence)
        return left.confidence > right.confidence;
    const std::size_t left_size = left.end - left.begin;
    const std::size_t right_size = right.end - right.begin;
    return left_size != right_size ? left_size > right_size : left.entity < right.entity;
}

// Whether `next`, which overlaps `last`, says what both together are. An address of mail that has a name of
// the row in it is an address.
bool names_both(const Finding& next, const Finding& last, const Finding& surest) noexcept {
    const auto holds = [](const Finding& address, const Finding& known) {
        return address.entity == Entity::email && known.entity == Entity::known &&
               address.begin <= known.begin && address.end >= known.end &&
               address.end - address.begin > known.end - known.begin;
    };
    if (holds(surest, next))
        return false;
    return holds(next, last) || is_surer(next, surest);
}

// Numbers and addresses whose form says where they begin and end. A name that reaches into one has words
// beside it, which are no part of it: "AB 12 34 56 C. Bakker".
bool has_sure_ends(const Finding& finding) noexcept {
    switch (finding.entity) {
    case Entity::email:
    case Entity::mac:
    case Entity::iban:
    case Entity::card:
    case Entity::bsn:
    case Entity::vat:
    case Entity::national_id:
        return true;
    default:
        return false;
    }
}

} // namespace

void find_entities(std::string_view text, const DetectionOptions& options, Poll poll,
                   std::vector<Finding>& findings) {
    WordsBefore words_before(text);
    const Scan scan{.text = text,
                    .wanted = options.wanted,
                    .languages = options.languages,
                    .phones = options.phones,
                    .region = options.region,
                    .words_before = &words_before,
                    .findings = findings};
    Reader(scan, poll).read();
}

void resolve_findings(std::vector<Finding>& findings) {
    std::ranges::sort(findings, [](const Finding& left, const Finding& right) {
        return left.begin != right.begin ? left.begin < right.begin : is_surer(left, right);
    });
    std::size_t kept = 0;
    Finding surest{};
    for (std::size_t i = 0; i < findings.size(); ++i) {
        Finding next = findings[i];
        Finding* const last = kept > 0 ? &findings[kept - 1] : nullptr;
        if (last != nullptr && next.begin < last->begin)
            next.begin = last->begin; // what is before it has been taken
        if (last != nullptr && next.begin < last->end) {
            if (next.entity == Entity::name && has_sure_ends(*last) && next.end > last->end)
                next.begin = last->end;
            else if (last->entity == Entity::name && has_sure_ends(next) && next.begin > last->begin &&
                     next.end >= last->end)
                last->end = next.begin;
        }
        const bool overlaps = last != nullptr && next.begin < last->end;
        const bool touches = last != nullptr && next.begin == last->end && next.entity == last->entity &&
                             next.source == last->source;
        if (!overlaps && !touches) {
            findings[kept++] = next;
            surest = next;
            continue;
        }
        const bool is_next = names_both(next, *last, surest);
        last->end = std::max(last->end, next.end);
        if (is_next) {
            surest = next;
            last->entity = next.entity;
            last->confidence = next.confidence;
            last->source = next.source;
        }
    }
    findings.resize(kept);
}

std::optional<Entity> entity_of(std::string_view value, PhoneLibrary* phones, std::string_view region) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = std::min(value.find_first_not_of(blanks), value.size());
    value = value.substr(begin, value.find_last_not_of(blanks) + 1 - begin);
    if (value.empty() || value.size() > 1000)
        return std::nullopt;
    std::vector<Finding> findings;
    const Scan scan{
        .text = value, .stands_alone = true, .phones = phones, .region = region, .findings = findings};
    Reader(scan, poll_nothing).read();
    const Finding* best = nullptr;
    for (const Finding& finding : findings) {
        if (finding.begin == 0 && finding.end == value.size() &&
            (best == nullptr || is_surer(finding, *best)))
            best = &finding;
    }
    return best == nullptr ? std::nullopt : std::optional(best->entity);
}

} // namespace veil
