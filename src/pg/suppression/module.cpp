// The module pg_veil_suppression: what needs COIN-OR's Clp, apart, so that only who uses it pays for it. It
// knows no keys, calls nothing of the server and throws nothing: pg_veil calls it, and nobody else.
#include "pg/postgres.hpp"
#include "suppression/simplex.hpp"

extern "C" {
PG_MODULE_MAGIC;
PGDLLEXPORT const veil::suppression::VeilSuppression* veil_suppression();
}

const veil::suppression::VeilSuppression* veil_suppression() {
    return &veil::suppression::clp_functions();
}
