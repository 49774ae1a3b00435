#include "pg/detection.hpp"

namespace veil::pg {

namespace {

// The server never unloads a library.
const detection::VeilDetection* module = nullptr;

} // namespace

const detection::VeilDetection& detection_module() {
    if (module == nullptr) {
        const detection::VeilDetection* loaded = nullptr;
        try {
            loaded = call([] {
                auto* function = reinterpret_cast<detection::VeilDetectionFunction*>(load_external_function(
                    "$libdir/pg_veil_detection", detection::interface_function, true, nullptr));
                return function();
            });
        } catch (const ServerError& error) {
            // The server says which file is missing or what is wrong with it, and nothing else.
            throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "pg_veil_detection cannot be loaded",
                          "Install pg_veil_detection beside pg_veil, and the package of RE2.",
                          error.data()->message);
        }
        if (loaded->version != detection::interface_version) {
            throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                          "pg_veil_detection is of another version than pg_veil",
                          "Install both from one build, and begin a new session.");
        }
        module = loaded;
    }
    return *module;
}

} // namespace veil::pg
