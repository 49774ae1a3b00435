#include "pg/suppression.hpp"

namespace veil::pg {

namespace {

// The server never unloads a library.
const suppression::VeilSuppression* module = nullptr;

} // namespace

const suppression::VeilSuppression& suppression_module() {
    if (module == nullptr) {
        const suppression::VeilSuppression* loaded = nullptr;
        try {
            loaded = call([] {
                auto* function =
                    reinterpret_cast<suppression::VeilSuppressionFunction*>(load_external_function(
                        "$libdir/pg_veil_suppression", suppression::interface_function, true, nullptr));
                return function();
            });
        } catch (const ServerError& error) {
            // The server says which file is missing or what is wrong with it, and nothing else.
            throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "pg_veil_suppression cannot be loaded",
                          "Install pg_veil_suppression beside pg_veil, and the package of COIN-OR Clp.",
                          error.data()->message);
        }
        if (loaded->version != suppression::interface_version) {
            throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                          "pg_veil_suppression is of another version than pg_veil",
                          "Install both from one build, and begin a new session.");
        }
        module = loaded;
    }
    return *module;
}

} // namespace veil::pg
