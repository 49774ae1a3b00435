// How much of what can be exhausted a run takes: with VEIL_THOROUGH in the environment (scripts/test --deep)
// all.
#pragma once

#include <cstdlib>

// The step between values of which an ordinary run takes one in `step`.
inline int one_in(int step) {
    return std::getenv("VEIL_THOROUGH") != nullptr ? 1 : step;
}
