// The types of PostGIS, where it is installed. Backend code.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// "geometry" or "geography" where the type is the extension postgis' own of that name, else null.
[[nodiscard]] const char* spatial_type(Oid type);

[[nodiscard]] inline bool is_spatial_type(Oid type) {
    return spatial_type(type) != nullptr;
}

} // namespace veil::pg
