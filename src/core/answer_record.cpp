#include "core/answer_record.hpp"

#include "core/json_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace veil {

namespace {

constexpr JsonLimits line_limits{longest_answer_line, 3, 100'000};
constexpr std::string_view at_form = "0000-00-00T00:00:00.000000Z";

struct TextMember {
    const char* name;
    std::string AnswerRecord::*member;
};
constexpr std::array<TextMember, 9> text_members{{{"acting", &AnswerRecord::acting_role},
                                                  {"at", &AnswerRecord::at},
                                                  {"login", &AnswerRecord::login_role},
                                                  {"outcome", &AnswerRecord::outcome},
                                                  {"policy", &AnswerRecord::policy},
                                                  {"question", &AnswerRecord::question_hash},
                                                  {"relation", &AnswerRecord::relation},
                                                  {"session", &AnswerRecord::session},
                                                  {"session_role", &AnswerRecord::session_role}}};

struct CountMember {
    const char* name;
    std::int64_t AnswerRecord::*member;
};
constexpr std::array<CountMember, 2> count_members{
    {{"hidden", &AnswerRecord::hidden}, {"shown", &AnswerRecord::shown}}};

struct ListMember {
    const char* name;
    std::vector<std::string> StatisticsQuestion::*member;
};
constexpr std::array<ListMember, 3> list_members{{{"aggregates", &StatisticsQuestion::aggregates},
                                                  {"conditions", &StatisticsQuestion::conditions},
                                                  {"groups", &StatisticsQuestion::groups}}};

constexpr std::size_t member_count =
    text_members.size() + count_members.size() + list_members.size() + 1; // and the version

JsonValue list_of(const std::vector<std::string>& texts) {
    JsonValue list{JsonValue::Kind::array, {}, {}, {}};
    for (const std::string& text : texts) {
        list.elements.push_back(JsonValue::of_string(text));
    }
    return list;
}

bool is_moment(std::string_view text) noexcept {
    return text.size() == at_form.size() &&
           std::equal(text.begin(), text.end(), at_form.begin(), [](char given, char form) {
               return form == '0' ? given >= '0' && given <= '9' : given == form;
           });
}

bool take_text(const JsonValue& line, const char* name, std::string& into) {
    const JsonValue* member = line.find(name);
    if (member == nullptr || member->kind != JsonValue::Kind::string) {
        return false;
    }
    into = member->text;
    return true;
}

bool take_count(const JsonValue& line, const char* name, std::int64_t& into) {
    const JsonValue* member = line.find(name);
    if (member == nullptr || member->kind != JsonValue::Kind::number) {
        return false;
    }
    const char* end = member->text.data() + member->text.size();
    const auto [stop, error] = std::from_chars(member->text.data(), end, into);
    return error == std::errc{} && stop == end && into >= 0;
}

bool take_list(const JsonValue& line, const char* name, std::vector<std::string>& into) {
    const JsonValue* member = line.find(name);
    if (member == nullptr || member->kind != JsonValue::Kind::array) {
        return false;
    }
    for (const JsonValue& element : member->elements) {
        if (element.kind != JsonValue::Kind::string) {
            return false;
        }
        into.push_back(element.text);
    }
    return true;
}

} // namespace

std::string write_answer_line(const AnswerRecord& record) {
    JsonValue line = JsonValue::empty_object();
    for (const TextMember& text : text_members) {
        line.set(text.name, JsonValue::of_string(record.*text.member));
    }
    for (const CountMember& count : count_members) {
        line.set(count.name, JsonValue::of_number(std::to_string(record.*count.member)));
    }
    for (const ListMember& list : list_members) {
        line.set(list.name, list_of(record.question.*list.member));
    }
    line.set("version", JsonValue::of_number("1"));
    return write_json(line) + "\n";
}

std::optional<AnswerRecord> read_answer_line(std::string_view line) {
    const auto parsed = parse_json(line, line_limits);
    const auto* object = std::get_if<JsonValue>(&parsed);
    if (object == nullptr || object->kind != JsonValue::Kind::object ||
        object->names.size() != member_count) {
        return std::nullopt;
    }
    AnswerRecord record;
    std::int64_t version = 0;
    bool is_whole = take_count(*object, "version", version) && version == 1;
    for (const TextMember& member : text_members) {
        is_whole = is_whole && take_text(*object, member.name, record.*member.member);
    }
    for (const CountMember& member : count_members) {
        is_whole = is_whole && take_count(*object, member.name, record.*member.member);
    }
    for (const ListMember& member : list_members) {
        is_whole = is_whole && take_list(*object, member.name, record.question.*member.member);
    }
    if (!is_whole || !is_moment(record.at)) {
        return std::nullopt;
    }
    return record;
}

} // namespace veil
