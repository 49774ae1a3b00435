#include "suppression/simplex.hpp"

#include <coin/ClpSimplex.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace veil::suppression {

namespace {

// A program that takes longer is given up; those of tables take a step a row or fewer, mostly.
constexpr int least_steps = 1000;
constexpr int steps_per_row = 2;

// What the bounds of tables' programs, which are of the order of 1, are met to.
constexpr double primal_tolerance = 1e-9;

bool are_numbers(std::span<const double> values) {
    return std::none_of(values.begin(), values.end(), [](double value) { return value != value; });
}

class Simplex {
  public:
    explicit Simplex(const VeilMatrix& matrix)
        : columns_(static_cast<std::size_t>(matrix.columns)), rows_(static_cast<std::size_t>(matrix.rows)),
          starts_(matrix.column_starts, matrix.column_starts + columns_ + 1),
          row_of_entry_(matrix.row_of_entry, matrix.row_of_entry + starts_.back()),
          entries_(matrix.entries, matrix.entries + starts_.back()) {}

    SolverStatus minimize(const VeilProgram& program, double* solution, std::int64_t& steps) {
        if (!are_numbers({program.cost, columns_}) || !are_numbers({program.column_lower, columns_}) ||
            !are_numbers({program.column_upper, columns_}) || !are_numbers({program.row_lower, rows_}) ||
            !are_numbers({program.row_upper, rows_})) {
            return SolverStatus::failed;
        }
        if (!model_) {
            load(program);
        } else {
            change(program);
        }
        SolverStatus status = solve(Method::dual);
        steps = model_->numberIterations();
        // With columns without bounds the dual method may take a program without a bound for one without a
        // solution.
        if (status == SolverStatus::failed || (status != SolverStatus::solved && !has_all_bounds(program))) {
            load(program);
            status = solve(Method::primal);
            steps += model_->numberIterations();
        }
        if (status == SolverStatus::solved) {
            const double* found = model_->primalColumnSolution();
            std::copy(found, found + columns_, solution);
        } else {
            model_.reset();
        }
        return status;
    }

  private:
    [[nodiscard]] bool has_all_bounds(const VeilProgram& program) const {
        const auto is_bound = [](double bound) { return std::abs(bound) < no_bound; };
        return std::all_of(program.column_lower, program.column_lower + columns_, is_bound) &&
               std::all_of(program.column_upper, program.column_upper + columns_, is_bound);
    }

    void load(const VeilProgram& program) {
        model_ = std::make_unique<ClpSimplex>();
        model_->setLogLevel(0);
        model_->loadProblem(static_cast<int>(columns_), static_cast<int>(rows_), starts_.data(),
                            row_of_entry_.data(), entries_.data(), program.column_lower, program.column_upper,
                            program.cost, program.row_lower, program.row_upper);
        model_->setPrimalTolerance(primal_tolerance);
        // What factorizing needs is kept from one solution to the next: getting that memory takes longer than
        // solving the program of a small table.
        model_->setPersistenceFlag(1);
    }

    // From no basis: it takes a tenth of the steps that the basis of another cell's solution does, and what
    // is found depends on nothing that was asked before.
    void change(const VeilProgram& program) {
        model_->chgObjCoefficients(program.cost);
        model_->chgColumnLower(program.column_lower);
        model_->chgColumnUpper(program.column_upper);
        model_->chgRowLower(program.row_lower);
        model_->chgRowUpper(program.row_upper);
        model_->allSlackBasis(true);
    }

    enum class Method : std::uint8_t { dual, primal };

    SolverStatus solve(Method method) {
        model_->setNumberIterations(0);
        model_->setMaximumIterations(least_steps + steps_per_row * static_cast<int>(rows_));
        if (method == Method::dual) {
            model_->dual();
        } else {
            model_->primal();
        }
        switch (model_->status()) {
        case 0:
            return SolverStatus::solved;
        case 1:
            return SolverStatus::impossible;
        case 2:
            return SolverStatus::unbounded;
        default:
            return SolverStatus::failed;
        }
    }

    std::size_t columns_;
    std::size_t rows_;
    std::vector<int> starts_;
    std::vector<int> row_of_entry_;
    std::vector<double> entries_;
    std::unique_ptr<ClpSimplex> model_;
};

extern "C" {

VeilSimplex* create(const VeilMatrix* matrix) {
    try {
        return reinterpret_cast<VeilSimplex*>(std::make_unique<Simplex>(*matrix).release());
    } catch (...) {
        return nullptr;
    }
}

void release(VeilSimplex* simplex) {
    delete reinterpret_cast<Simplex*>(simplex);
}

std::int32_t minimize(VeilSimplex* simplex, const VeilProgram* program, double* solution,
                      std::int64_t* steps) {
    *steps = 0;
    try {
        return static_cast<std::int32_t>(
            reinterpret_cast<Simplex*>(simplex)->minimize(*program, solution, *steps));
    } catch (...) {
        return static_cast<std::int32_t>(SolverStatus::failed);
    }
}

} // extern "C"

constexpr VeilSuppression functions{interface_version, create, release, minimize};

} // namespace

const VeilSuppression& clp_functions() noexcept {
    return functions;
}

} // namespace veil::suppression
