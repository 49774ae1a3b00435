// What the guard against differences remembers: for each login role and release a file of sketches, one for
// each set of subjects that it got an answer about, in the private folder; and the server's secret that
// subjects are hashed under.
#pragma once

#include "core/subject_sketch.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// All of it is C++ code.

// Under the server's secret, which is made at first use.
[[nodiscard]] const OrderHash& guard_hash();

// Where the planner hook has made a call of veil.subject_sketch: no parser gives an expression this place.
// Others are refused, since whoever could have values of his own hashed would know more than he should.
inline constexpr int guard_location = -2;

// Whose memory of what.
struct GuardKey {
    Oid role;
    std::string policy;
    std::string relation;
};

// A set that an answer is about. `within`: sets of one number were made of the same cell, and are compared
// with each other; others of one answer have no row in common.
struct AnsweredSet {
    SubjectSketch sketch;
    std::size_t within;
};

enum class GuardVerdict { remembered, too_near };

// Compares them with all that is remembered under any of the keys; unless one is too near they are remembered
// under all of them as well, before it returns.
[[nodiscard]] GuardVerdict remember_answer(const std::vector<GuardKey>& keys, std::uint32_t threshold,
                                           const std::vector<AnsweredSet>& sets);
// How many sets are forgotten.
std::size_t forget_answers(const GuardKey& key); // NOLINT(modernize-use-nodiscard)

} // namespace veil::pg
