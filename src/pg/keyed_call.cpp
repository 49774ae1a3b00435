#include "pg/keyed_call.hpp"

namespace veil::pg {

void refuse_guessing(std::string_view key_name) {
    Oid role = GetUserId();
    if (may_use_schema(veil_schema(), role) && !holds_key(role, key_name)) {
        ereport(
            ERROR,
            (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
             errmsg("permission denied for key \"%.*s\"", static_cast<int>(key_name.size()), key_name.data()),
             errhint("A role with USAGE on schema veil needs the key itself: revoke that privilege from "
                     "analysts, or grant the key with veil.grant_key.")));
    }
}

void detail::keep_prepared(FunctionCallInfo fcinfo, int last_argument, PreparedAlgorithm<void> prepared) {
    auto* site = static_cast<CallSite*>(fcinfo->flinfo->fn_extra);
    if (site == nullptr) {
        site = static_cast<CallSite*>(MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CallSite)));
        fcinfo->flinfo->fn_extra = site;
        site->constant = true;
        for (int argument = 1; argument <= last_argument; ++argument) {
            site->constant = site->constant && get_fn_expr_arg_stable(fcinfo->flinfo, argument);
        }
    }
    site->algorithm = prepared.algorithm;
    site->generation = prepared.generation;
}

} // namespace veil::pg
