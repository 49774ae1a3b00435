#include "pg/self_test.hpp"

#include "core/self_test.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

namespace {

enum class Outcome { untested, passed, failed };

Outcome outcome = Outcome::untested;
std::string_view wrong_primitive;

void run_self_test() {
    wrong_primitive = failing_primitive(known_answers());
    outcome = wrong_primitive.empty() ? Outcome::passed : Outcome::failed;
}

} // namespace

void preload_self_test() {
    run_self_test();
    if (outcome != Outcome::passed) {
        ereport(WARNING, (errcode(ERRCODE_SYSTEM_ERROR), errmsg("pg_veil's self-test failed"),
                          errdetail("Wrong answers: %.*s. Whatever needs a key refuses.",
                                    static_cast<int>(wrong_primitive.size()), wrong_primitive.data())));
    }
}

void require_self_test() {
    if (outcome == Outcome::untested) {
        run_self_test();
    }
    if (outcome != Outcome::passed) {
        throw Refusal(ERRCODE_SYSTEM_ERROR, "pg_veil's self-test failed, so no key can be used",
                      "Check the processor and the installation of OpenSSL, then restart the server.",
                      "Wrong answers: " + std::string(wrong_primitive) + ".");
    }
}

} // namespace veil::pg
