// Summaries of cells: any bytes are read without a crash, and what is read has noise that is one number, the
// same each time.
#include "core/cell_noise.hpp"

#include <cmath>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) {
        return 0;
    }
    static const veil::CellNoise noise{veil::Key256()};
    const auto cell = veil::read_summary({data + 3, size - 3}, data[0] % 4);
    if (!cell) {
        return 0;
    }
    const std::vector<std::string> conditions(data[1] % 4, std::string(size % 5, 'x'));
    const double deviation = data[2] % 2 == 0 ? veil::least_cell_noise : veil::most_cell_noise;
    for (const auto value : {veil::PerturbedValue::rows, veil::PerturbedValue::subjects,
                             veil::PerturbedValue::sum, veil::PerturbedValue::mean}) {
        const veil::NoisyQuestion question{value, "x", deviation, data[2] % 8 - 4, conditions, cell->rows};
        const double first = noise.perturb(*cell, question);
        const double second = noise.perturb(*cell, question);
        if (!(first == second || (std::isnan(first) && std::isnan(second)))) {
            std::abort();
        }
        if ((value == veil::PerturbedValue::rows || value == veil::PerturbedValue::subjects) &&
            cell->rows >= 0 && std::isfinite(cell->subjects_estimate) && !(first >= 0)) {
            std::abort();
        }
    }
    return 0;
}
