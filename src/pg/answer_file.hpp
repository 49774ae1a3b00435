// The record of answers of one database: files answers.OID, and the older answers.OID.1, .2, ..., in the
// private folder, a line each answer (core/answer_record.hpp).
#pragma once

#include "core/answer_record.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// C++ code. Returns when the line is with the kernel, or, where pg_veil.record_sync says so, on the disk.
void append_answer(const AnswerRecord& record);

// C++ code. The lines from the oldest to the newest, in the database's encoding; returns how many lines there
// were that are no records.
std::size_t read_answers(const std::function<void(const AnswerRecord&)>& take);

} // namespace veil::pg
