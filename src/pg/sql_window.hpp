// The arguments of window functions over all rows of a query.
#pragma once

#include "pg/boundary.hpp"

extern "C" {
#include "windowapi.h"
}

namespace veil::pg {

// Backend code. `row`: from 0.
inline Datum argument_of_row(WindowObject window, int argument, std::uint32_t row, bool* is_null) {
    bool is_outside = false;
    return WinGetFuncArgInPartition(window, argument, static_cast<int>(row), WINDOW_SEEK_HEAD, false, is_null,
                                    &is_outside);
}

} // namespace veil::pg
