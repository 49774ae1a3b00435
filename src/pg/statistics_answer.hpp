// What is done with an answer before it goes out: it is recorded, and compared with earlier ones.
#pragma once

#include "pg/question_form.hpp"
#include "pg/statistics_table.hpp"

namespace veil::pg {

// All of it is backend code.

// How the answers of a release are looked after.
struct Aftercare {
    bool is_recorded;
    bool is_guarded;

    [[nodiscard]] bool is_any() const noexcept { return is_recorded || is_guarded; }
};
[[nodiscard]] Aftercare aftercare_of(const StatisticsLevel& level);

// veil.subject_sketch(subject, part, threshold); `part` is null where it is the whole cell.
[[nodiscard]] Expr* subject_sketch(const StatisticsTable& table, const Expr* part);

// The cells once more, with the column `shown` as veil.answer gives it. `sketches`: for each set of subjects
// whether it is shown, and its sketch. A table without a cell is answered too, so there is a row for it, of
// NULLs.
[[nodiscard]] Query* answered(const StatisticsTable& table, const QuestionForm& question, List* sketches,
                              Query* cells, List* names, AttrNumber shown);

} // namespace veil::pg
