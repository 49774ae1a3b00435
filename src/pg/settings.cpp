#include "pg/settings.hpp"

namespace veil::pg {

char* keyring_path_setting = nullptr;
char* root_key_command_setting = nullptr;
char* new_root_key_command_setting = nullptr;
bool rewrite_setting = true;
bool record_sync_setting = false;
int record_size_setting = 16;
int record_files_setting = 16;
int guard_cells_setting = 10000;

void define_settings() {
    DefineCustomStringVariable(
        "pg_veil.keyring", "Path of the keyring file, which holds the wrapped data keys.",
        "Keep it outside the data directory. Empty means that no key can be used.", &keyring_path_setting, "",
        PGC_SIGHUP, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    DefineCustomStringVariable(
        "pg_veil.root_key_command", "Shell command that prints the root key, which unwraps the keyring.",
        "It must not itself contain a secret. Empty means that no key can be used.",
        &root_key_command_setting, "", PGC_SIGHUP, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    DefineCustomStringVariable(
        "pg_veil.new_root_key_command",
        "Shell command that prints the root key which veil.rewrap_keyring() wraps the keyring under.",
        "Only for as long as the root key is being changed. It must not itself contain a secret.",
        &new_root_key_command_setting, "", PGC_SIGHUP, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    DefineCustomBoolVariable("pg_veil.rewrite",
                             "Whether queries on releases run on the raw columns' indexes.",
                             "The results are the same; off is for comparing.", &rewrite_setting, true,
                             PGC_SUSET, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    DefineCustomBoolVariable(
        "pg_veil.record_sync",
        "Whether the record of an answer of statistics is on the disk before the answer.",
        "Off, it outlives the server's crash, but not that of its machine.", &record_sync_setting, false,
        PGC_SIGHUP, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    DefineCustomIntVariable("pg_veil.record_size", "Size of a file of the record of answers.", nullptr,
                            &record_size_setting, 16, 1, 1024, PGC_SIGHUP, GUC_SUPERUSER_ONLY | GUC_UNIT_MB,
                            nullptr, nullptr, nullptr);
    DefineCustomIntVariable("pg_veil.record_files", "How many files of the record of answers are kept.",
                            "The oldest goes when a new one begins.", &record_files_setting, 16, 1, 1000,
                            PGC_SIGHUP, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    DefineCustomIntVariable(
        "pg_veil.guard_cells",
        "How many answered cells the guard against differences remembers of a role and release.",
        "When there are so many, further ones are refused.", &guard_cells_setting, 10000, 1, 1000000,
        PGC_SIGHUP, GUC_SUPERUSER_ONLY, nullptr, nullptr, nullptr);
    reserve_setting_prefix("pg_veil");
    // Sorts tell their numbers of rows to whoever sets it, in the middle of a query of statistics too.
    if (config_generic* setting = find_setting("trace_sort"); setting != nullptr) {
        setting->context = PGC_SUSET;
    }
}

} // namespace veil::pg
