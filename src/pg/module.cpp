#include "pg/hierarchy_store.hpp"
#include "pg/key_store.hpp"
#include "pg/planner_rewrite.hpp"
#include "pg/root_keys.hpp"
#include "pg/rule_index.hpp"
#include "pg/self_test.hpp"
#include "pg/settings.hpp"

extern "C" {
PG_MODULE_MAGIC;
PGDLLEXPORT void _PG_init(void); // NOLINT(bugprone-reserved-identifier): the server calls it so
}

void _PG_init(void) {
    veil::pg::define_settings();
    veil::pg::watch_keys();
    veil::pg::watch_hierarchies();
    veil::pg::install_planner();
    veil::pg::install_index_statistics();
    if (process_shared_preload_libraries_in_progress) {
        veil::pg::preload_self_test();
        veil::pg::preload_root_keys();
    }
}
