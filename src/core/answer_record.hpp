// One line of the record of answers: who asked a release of statistics what, and how many cells were shown.
// No value of the data.
//
//   {"acting": "analyst", "aggregates": ["count(*)"], "at": "2026-11-28T15:04:05.678901Z",
//    "conditions": ["age >= 20"], "groups": ["city"], "hidden": 1, "login": "analyst", "outcome": "answered",
//    "policy": "stats", "question": "9f86d081884c7d659a2feaa0c55ad015", "relation": "public.person",
//    "session": "6929be55.1a2b", "session_role": "analyst", "shown": 4, "version": 1}
//
// JSON in UTF-8, on one line; members in the order of their names.
#pragma once

#include "core/statistics_question.hpp"

#include <cstdint>

namespace veil {

struct AnswerRecord {
    std::string at; // UTC, ISO 8601, with microseconds
    std::string login_role;
    std::string session_role;
    std::string acting_role;
    std::string session; // as %c in log_line_prefix writes it
    std::string policy;
    std::string relation; // as the release names it
    std::string outcome;  // answered or refused
    std::int64_t shown = 0;
    std::int64_t hidden = 0;
    std::string question_hash; // 32 hexadecimal digits
    StatisticsQuestion question;

    friend bool operator==(const AnswerRecord&, const AnswerRecord&) = default;
};

// A line is never longer, with room for all escapes and names.
inline constexpr std::size_t longest_answer_line = 8 * largest_question;

// With the end of the line. Throws std::bad_alloc, as the next does.
[[nodiscard]] std::string write_answer_line(const AnswerRecord& record);
// Of a line without its end; nothing where it is none: cut short by a crash, or written by somebody else.
[[nodiscard]] std::optional<AnswerRecord> read_answer_line(std::string_view line);

} // namespace veil
