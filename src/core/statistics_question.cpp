#include "core/statistics_question.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace veil {

namespace {

constexpr int deepest = 1000;

struct Term {
    char kind = '-';
    std::string text;
    std::vector<Term> parts;
};

class TreeReader {
  public:
    TreeReader(std::string_view tree, std::span<const std::string_view> parameters) noexcept
        : rest_(tree), parameters_(parameters) {}

    [[nodiscard]] std::optional<Term> term(int depth) {
        if (rest_.empty() || depth > deepest) {
            return std::nullopt;
        }
        Term read{rest_.front(), {}, {}};
        rest_.remove_prefix(1);
        switch (read.kind) {
        case '-':
            return read;
        case 'C':
        case 'V':
            return take_text(read) ? std::optional(std::move(read)) : std::nullopt;
        case 'P':
            return parameter(depth);
        case 'N':
        case 'K':
        case '!':
            return with_parts(std::move(read), 1, depth);
        case 'T':
            return take_text(read) ? with_parts(std::move(read), 1, depth) : std::nullopt;
        case 'A':
        case 'O':
        case 'W':
        case 'I':
        case 'X':
            return take_text(read) ? with_parts(std::move(read), 2, depth) : std::nullopt;
        case 'Q':
            return with_parts(std::move(read), 3, depth);
        case '&':
        case '|':
        case 'L': {
            const auto count = take_number(';');
            return count && *count <= rest_.size() ? with_parts(std::move(read), *count, depth)
                                                   : std::nullopt;
        }
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }

  private:
    [[nodiscard]] std::optional<std::size_t> take_number(char end) noexcept {
        std::size_t number = 0;
        const auto [stop, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
        if (error != std::errc{} || stop == rest_.data() + rest_.size() || *stop != end) {
            return std::nullopt;
        }
        rest_.remove_prefix(static_cast<std::size_t>(stop - rest_.data()) + 1);
        return number;
    }

    [[nodiscard]] bool take_text(Term& into) {
        const auto size = take_number(':');
        if (!size || *size > rest_.size()) {
            return false;
        }
        into.text = rest_.substr(0, *size);
        rest_.remove_prefix(*size);
        return true;
    }

    [[nodiscard]] std::optional<Term> with_parts(Term whole, std::size_t count, int depth) {
        for (std::size_t i = 0; i < count; ++i) {
            auto part = term(depth + 1);
            if (!part) {
                return std::nullopt;
            }
            whole.parts.push_back(std::move(*part));
        }
        return whole;
    }

    [[nodiscard]] std::optional<Term> parameter(int depth) {
        const auto number = take_number(';');
        if (!number || *number >= parameters_.size()) {
            return std::nullopt;
        }
        TreeReader inner(parameters_[*number], {});
        auto read = inner.term(depth + 1);
        return read && inner.is_at_end() && (read->kind == 'V' || read->kind == 'L') ? std::move(read)
                                                                                     : std::nullopt;
    }

    std::string_view rest_;
    std::span<const std::string_view> parameters_;
};

// --- Normal form ---

struct OperatorForms {
    std::string_view name;
    std::string_view negated;
    std::string_view turned; // with its operands in the other order
};
constexpr std::array<OperatorForms, 8> operators{
    {{"=", "<>", "="},
     {"<>", "=", "<>"},
     {"<", ">=", ">"},
     {"<=", ">", ">="},
     {">", "<=", "<"},
     {">=", "<", "<="},
     {"IS DISTINCT FROM", "IS NOT DISTINCT FROM", "IS DISTINCT FROM"},
     {"IS NOT DISTINCT FROM", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"}}};

const OperatorForms* forms_of(std::string_view name) noexcept {
    const auto* found = std::find_if(operators.begin(), operators.end(),
                                     [&](const OperatorForms& forms) { return forms.name == name; });
    return found == operators.end() ? nullptr : found;
}

bool is_value(const Term& term) noexcept {
    return term.kind == 'V' || term.kind == 'L' || term.kind == '-';
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& part : parts) {
        text += text.empty() ? std::string_view{} : between;
        text += part;
    }
    return text;
}

void sort_once(std::vector<std::string>& parts) {
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
}

std::string condition_text(const Term& term);

std::string operand_text(const Term& term) {
    if (term.kind == 'L') {
        std::vector<std::string> elements;
        for (const Term& element : term.parts) {
            elements.push_back(operand_text(element));
        }
        sort_once(elements);
        return "(" + joined(elements, ", ") + ")";
    }
    if (term.kind == 'C' || term.kind == 'V') {
        return term.text;
    }
    return term.kind == '-' ? std::string() : condition_text(term);
}

// A whole number's neighbour; nothing where the text is no whole number of 64 bits, or the last one.
std::optional<std::string> neighbour(const std::string& number, std::int64_t step) {
    std::int64_t value = 0;
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, value);
    if (error != std::errc{} || stop != end ||
        value == (step > 0 ? std::numeric_limits<std::int64_t>::max()
                           : std::numeric_limits<std::int64_t>::min())) {
        return std::nullopt;
    }
    return std::to_string(value + step);
}

// Of some other kind than a comparison, an AND or an OR it is its own text.
void normalize_comparison(Term& term) {
    Term& left = term.parts[0];
    Term& right = term.parts[1];
    const OperatorForms* forms = forms_of(term.text);
    if (forms == nullptr) {
        return;
    }
    if ((is_value(left) && !is_value(right)) ||
        (is_value(left) == is_value(right) && operand_text(right) < operand_text(left))) {
        std::swap(left, right);
        term.text = forms->turned;
    }
    if (term.kind == 'W' && right.kind == 'V') {
        const bool is_above = term.text == ">";
        if (is_above || term.text == "<") {
            if (auto next = neighbour(right.text, is_above ? 1 : -1)) {
                right.text = std::move(*next);
                term.text = is_above ? ">=" : "<=";
            }
        }
    }
    term.kind = 'O';
    if (right.kind == 'V' && right.text == "NULL" && term.text.ends_with("DISTINCT FROM")) {
        Term only = std::move(left);
        term = Term{term.text == "IS DISTINCT FROM" ? 'K' : 'N', {}, {std::move(only)}};
        return;
    }
    if (right.kind == 'V' && (right.text == "true" || right.text == "false") &&
        (term.text == "=" || term.text == "<>")) {
        const bool is_plain = (right.text == "true") == (term.text == "=");
        Term only = std::move(left);
        term = is_plain ? std::move(only) : Term{'!', {}, {std::move(only)}};
    }
}

// `x = 1`, and `x IN (1)`, are lists of one beside others in an OR; `x <> 1` in an AND.
bool is_list_test(const Term& term, bool in_or) noexcept {
    return (term.kind == (in_or ? 'I' : 'X') && term.text == (in_or ? "=" : "<>") &&
            term.parts[1].kind == 'L') ||
           (term.kind == 'O' && term.text == (in_or ? "=" : "<>") && term.parts[1].kind == 'V');
}

void normalize(Term& term, bool is_negated, int depth);

// Flat, and the tests of one operand against lists are one test.
void normalize_junction(Term& term, bool is_negated, int depth) {
    if (is_negated) {
        term.kind = term.kind == '&' ? '|' : '&';
    }
    std::vector<Term> flat;
    for (Term& part : term.parts) {
        normalize(part, is_negated, depth + 1);
        if (part.kind == term.kind) {
            for (Term& inner : part.parts) {
                flat.push_back(std::move(inner));
            }
        } else {
            flat.push_back(std::move(part));
        }
    }
    const bool in_or = term.kind == '|';
    std::vector<Term> merged;
    for (Term& part : flat) {
        if (!is_list_test(part, in_or)) {
            merged.push_back(std::move(part));
            continue;
        }
        const std::string operand = operand_text(part.parts[0]);
        const auto same = std::find_if(merged.begin(), merged.end(), [&](const Term& other) {
            return other.kind == (in_or ? 'I' : 'X') && other.text == (in_or ? "=" : "<>") &&
                   other.parts[1].kind == 'L' && operand_text(other.parts[0]) == operand;
        });
        std::vector<Term> elements;
        if (part.kind == 'O') {
            elements.push_back(std::move(part.parts[1]));
        } else {
            elements = std::move(part.parts[1].parts);
        }
        if (same == merged.end()) {
            merged.push_back(
                Term{in_or ? 'I' : 'X', part.text, {std::move(part.parts[0]), Term{'L', {}, {}}}});
            merged.back().parts[1].parts = std::move(elements);
        } else {
            auto& list = same->parts[1].parts;
            std::move(elements.begin(), elements.end(), std::back_inserter(list));
        }
    }
    if (merged.size() == 1) {
        Term only = std::move(merged.front());
        term = std::move(only);
    } else {
        term.parts = std::move(merged);
    }
}

void normalize(Term& term, bool is_negated, int depth) {
    switch (term.kind) {
    case '!': {
        Term inner = std::move(term.parts[0]);
        term = std::move(inner);
        normalize(term, !is_negated, depth + 1);
        return;
    }
    case '&':
    case '|':
        normalize_junction(term, is_negated, depth);
        return;
    case 'N':
    case 'K':
        if (is_negated) {
            term.kind = term.kind == 'N' ? 'K' : 'N';
        }
        return;
    case 'I':
    case 'X': {
        const OperatorForms* forms = forms_of(term.text);
        if (is_negated && forms != nullptr) {
            term.kind = term.kind == 'I' ? 'X' : 'I';
            term.text = forms->negated;
            is_negated = false;
        }
        break;
    }
    case 'O':
    case 'W': {
        const OperatorForms* forms = forms_of(term.text);
        if (is_negated && forms != nullptr) {
            term.text = forms->negated;
            is_negated = false;
        }
        normalize_comparison(term);
        break;
    }
    case 'T':
        normalize(term.parts[0], false, depth + 1);
        break;
    default:
        break;
    }
    if (is_negated) {
        if (term.kind == '!') {
            Term inner = std::move(term.parts[0]);
            term = std::move(inner);
        } else {
            Term inner = std::move(term);
            term = Term{'!', {}, {std::move(inner)}};
        }
    }
}

// Of a condition that rows meet, or do not: one that is not known of them is as good as false.
void normalize_whole(Term& term) {
    if (term.kind == 'O' && term.text == "IS NOT DISTINCT FROM" && term.parts[1].kind == 'V') {
        term.text = "=";
        normalize_comparison(term);
    }
}

bool is_bound(const Term& term, std::string_view name) noexcept {
    return term.kind == 'O' && term.text == name && term.parts[1].kind == 'V';
}

// Conditions that all hold: one that says nothing is none, and two bounds that are one value are that value.
void normalize_conditions(std::vector<Term>& conditions) {
    for (Term& condition : conditions) {
        normalize_whole(condition);
    }
    std::erase_if(conditions,
                  [](const Term& condition) { return condition.kind == 'V' && condition.text == "true"; });
    for (Term& lower : conditions) {
        if (!is_bound(lower, ">=")) {
            continue;
        }
        const auto upper = std::find_if(conditions.begin(), conditions.end(), [&](const Term& other) {
            return is_bound(other, "<=") && other.parts[1].text == lower.parts[1].text &&
                   operand_text(other.parts[0]) == operand_text(lower.parts[0]);
        });
        if (upper != conditions.end()) {
            lower.text = "=";
            *upper = lower;
        }
    }
}

std::vector<std::string> texts_of(const std::vector<Term>& terms) {
    std::vector<std::string> texts;
    texts.reserve(terms.size());
    for (const Term& term : terms) {
        texts.push_back(condition_text(term));
    }
    sort_once(texts);
    return texts;
}

std::string list_test_text(const Term& term) {
    const bool is_any = term.kind == 'I';
    const std::string operand = operand_text(term.parts[0]);
    const std::string list = operand_text(term.parts[1]);
    if (term.text == (is_any ? "=" : "<>") && term.parts[1].kind == 'L') {
        // One value, however often it is there, is compared with.
        const auto& elements = term.parts[1].parts;
        const bool is_one =
            !elements.empty() && std::all_of(elements.begin(), elements.end(), [&](const Term& element) {
                return operand_text(element) == operand_text(elements.front());
            });
        return is_one ? operand + " " + term.text + " " + operand_text(elements.front())
                      : operand + (is_any ? " IN " : " NOT IN ") + list;
    }
    return operand + " " + term.text + (is_any ? " ANY " : " ALL ") + list;
}

// Of a term in normal form.
std::string condition_text(const Term& term) {
    switch (term.kind) {
    case '&':
    case '|': {
        if (term.parts.empty()) {
            return term.kind == '&' ? "true" : "false";
        }
        const std::vector<std::string> parts = texts_of(term.parts);
        return parts.size() == 1 ? parts.front()
                                 : "(" + joined(parts, term.kind == '&' ? " AND " : " OR ") + ")";
    }
    case '!':
        return "NOT " + condition_text(term.parts[0]);
    case 'N':
        return operand_text(term.parts[0]) + " IS NULL";
    case 'K':
        return operand_text(term.parts[0]) + " IS NOT NULL";
    case 'T':
        return condition_text(term.parts[0]) + " " + term.text;
    case 'O':
    case 'W':
        return operand_text(term.parts[0]) + " " + term.text + " " + operand_text(term.parts[1]);
    case 'I':
    case 'X':
        return list_test_text(term);
    default:
        return operand_text(term);
    }
}

std::string aggregate_text(Term& aggregate) {
    std::string text = aggregate.text + "(" +
                       (aggregate.parts[0].kind == '-' ? "*" : operand_text(aggregate.parts[0])) + ")";
    if (aggregate.parts[1].kind != '-') {
        normalize(aggregate.parts[1], false, 0);
        text += " FILTER (WHERE " + condition_text(aggregate.parts[1]) + ")";
    }
    return text;
}

} // namespace

std::string question_text(const StatisticsQuestion& question) {
    std::string text = "SELECT " + joined(question.aggregates, ", ");
    if (!question.conditions.empty()) {
        text += " WHERE " + joined(question.conditions, " AND ");
    }
    if (!question.groups.empty()) {
        text += " GROUP BY " + joined(question.groups, ", ");
    }
    return text;
}

std::optional<StatisticsQuestion> read_question(std::string_view tree,
                                                std::span<const std::string_view> parameters) {
    TreeReader reader(tree, parameters);
    std::optional<Term> read = reader.term(0);
    if (!read || !reader.is_at_end() || read->kind != 'Q' || read->parts[0].kind != 'L' ||
        read->parts[2].kind != 'L') {
        return std::nullopt;
    }
    StatisticsQuestion question;
    for (const Term& group : read->parts[0].parts) {
        question.groups.push_back(operand_text(group));
    }
    sort_once(question.groups);
    Term& condition = read->parts[1];
    if (condition.kind != '-') {
        normalize(condition, false, 0);
        if (condition.kind != '&') {
            Term only = std::move(condition);
            condition = Term{'&', {}, {}};
            condition.parts.push_back(std::move(only));
        }
        normalize_conditions(condition.parts);
        question.conditions = texts_of(condition.parts);
    }
    for (Term& aggregate : read->parts[2].parts) {
        if (aggregate.kind != 'A') {
            return std::nullopt;
        }
        question.aggregates.push_back(aggregate_text(aggregate));
    }
    sort_once(question.aggregates);
    return question;
}

} // namespace veil
