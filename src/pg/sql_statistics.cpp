// The guard of the aggregated level.
#include "pg/boundary.hpp"

using namespace veil::pg;

namespace {

[[noreturn]] void refuse_rows() {
    ereport(ERROR,
            (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("this release gives statistics only"),
             errdetail("The query came to the planner in a form that pg_veil has not made statistics of."),
             errhint("Where this is the first query of a session, run it again, and have pg_veil in "
                     "shared_preload_libraries or session_preload_libraries.")));
    pg_unreachable();
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_statistics_only)
{
    (void)fcinfo;
    refuse_rows();
}

VEIL_BACKEND_FUNCTION(veil_statistics_support)
{
    if (IsA(PG_GETARG_POINTER(0), SupportRequestSimplify)) {
        refuse_rows();
    }
    PG_RETURN_POINTER(nullptr);
}
