#include "pg/kept_answers.hpp"

namespace veil::pg {

namespace {

// From 1, since nothing was asked at 0.
std::uint64_t changes = 1;
bool watches = false;

void count_change(Datum /*argument*/, Oid /*relation*/) {
    ++changes;
}

} // namespace

std::uint64_t count_relation_changes() {
    if (unlikely(!watches)) {
        CacheRegisterRelcacheCallback(count_change, Datum{0});
        watches = true;
    }
    return changes;
}

void forget_kept_answers() {
    ++changes;
}

} // namespace veil::pg
