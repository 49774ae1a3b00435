// Linear programs, and what pg_veil asks of the module pg_veil_suppression, which solves them:
//     minimize cost x  where  row_lower <= A x <= row_upper  and  column_lower <= x <= column_upper
// The module is found by name and loaded at first use, so nothing but C types crosses: neither exceptions,
// nor memory that the other side has to free by itself, nor server errors.
#pragma once

#include <cstdint>
#include <limits>

namespace veil::suppression {

inline constexpr double no_bound = std::numeric_limits<double>::infinity();

extern "C" {

// The matrix A by columns. Column c has the entries column_starts[c] ... column_starts[c + 1] - 1, no row
// twice.
struct VeilMatrix {
    std::int32_t columns;
    std::int32_t rows;
    const std::int32_t* column_starts; // columns + 1
    const std::int32_t* row_of_entry;
    const double* entries;
};

// What may change between two programs over one matrix. Bounds may be -no_bound and no_bound.
struct VeilProgram {
    const double* cost;
    const double* column_lower;
    const double* column_upper;
    const double* row_lower;
    const double* row_upper;
};

// A matrix and the basis of the last solution, from which the next program over it is solved; the module's
// own.
struct VeilSimplex;

struct VeilSuppression {
    // Of this struct: raised whenever something in it changes. Checked before anything else is read.
    std::uint32_t version;

    // simplex.hpp. Null if memory is short. The matrix is copied.
    VeilSimplex* (*create)(const VeilMatrix* matrix);
    void (*release)(VeilSimplex* simplex);
    // A value of SolverStatus. `solution` has room for all columns, and is written if that is 0. `steps` says
    // how often the basis changed, which a clock would say less repeatably.
    std::int32_t (*minimize)(VeilSimplex* simplex, const VeilProgram* program, double* solution,
                             std::int64_t* steps);
};

// The one function that the module exports.
using VeilSuppressionFunction = const VeilSuppression*();
}

// A solution is a claim: whoever relies on it computes A x by himself.
enum class SolverStatus : std::int32_t {
    solved = 0,
    impossible = 1, // no x meets the bounds
    unbounded = 2,
    failed = 3, // given up: too many steps, numbers that are none, no memory
};

inline constexpr std::uint32_t interface_version = 1;
inline constexpr const char* interface_function = "veil_suppression";

} // namespace veil::suppression
