#include "pg/international.hpp"

#include "core/module_phone_library.hpp"

namespace veil::pg {

namespace {

// The server never unloads a library.
const international::VeilInternational* module = nullptr;
ModulePhoneLibrary* phones = nullptr;

} // namespace

const international::VeilInternational& international_module() {
    if (module == nullptr) {
        const international::VeilInternational* loaded = nullptr;
        try {
            loaded = call([] {
                auto* function =
                    reinterpret_cast<international::VeilInternationalFunction*>(load_external_function(
                        "$libdir/pg_veil_international", international::interface_function, true, nullptr));
                return function();
            });
        } catch (const ServerError& error) {
            // The server says which file is missing or what is wrong with it, and nothing else.
            throw Refusal(
                ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "pg_veil_international cannot be loaded",
                "Install pg_veil_international beside pg_veil, and the packages of libphonenumber and ICU.",
                error.data()->message);
        }
        if (loaded->version != international::interface_version) {
            throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                          "pg_veil_international is of another version than pg_veil",
                          "Install both from one build, and begin a new session.");
        }
        module = loaded;
    }
    return *module;
}

PhoneLibrary& phone_library() {
    if (phones == nullptr) {
        phones = new ModulePhoneLibrary(international_module());
    }
    return *phones;
}

} // namespace veil::pg
