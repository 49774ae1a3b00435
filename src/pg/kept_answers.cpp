#include "pg/kept_answers.hpp"

namespace veil::pg {

namespace {

// How often a message told of a change. From 1, since the answers that nobody has asked for are of 0.
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

bool KeptAnswers::operator()(Oid relation) {
    if (changes_ != count_relation_changes()) {
        answers_.fill({});
        changes_ = changes;
    }
    Answer& answer = answers_[relation % answers_.size()];
    if (answer.relation == relation) {
        return answer.is_yes;
    }
    const std::uint64_t asked_at = changes;
    const bool is_yes = ask_(relation);
    // What came in while it was asked may be what it depends on.
    if (asked_at == changes) {
        answer = {relation, is_yes};
    }
    return is_yes;
}

} // namespace veil::pg
