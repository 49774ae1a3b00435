// What was found out about relations, kept until any relation changes.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// All of it is backend code, for what every statement asks of every relation that it reads.

// How often a message of the relation cache told of a change so far. Never 0.
[[nodiscard]] std::uint64_t count_relation_changes();
// Counts one more: all that is kept is asked for again.
void forget_kept_answers();

// Answers to one question. Constant-initialized, so that what uses one pays for no guard.
template <class Answer>
class KeptAnswers {
  public:
    // Must depend on nothing but what a message of the relation cache tells of, or be asked for again where
    // it is relied on.
    using Question = Answer (*)(Oid relation);
    // Called when the answers are forgotten, for what they point to: they hold until the next is asked for.
    using Forget = void (*)();

    explicit constexpr KeptAnswers(Question question, Forget forget_answers = nullptr)
        : ask_(question), forget_(forget_answers) {}

    [[nodiscard]] Answer operator()(Oid relation) {
        const std::uint64_t asked_at = count_relation_changes();
        if (changes_ != asked_at) {
            changes_ = asked_at;
            forget();
        }
        Place& place = places_[relation % places_.size()];
        if (place.relation == relation) {
            return place.answer;
        }
        // What an answer points to would stay behind when another one takes its place.
        if (OidIsValid(place.relation) && forget_ != nullptr) {
            forget();
        }
        const Answer answer = ask_(relation);
        // What came in while it was asked may be what it depends on.
        if (asked_at == count_relation_changes()) {
            place = {relation, answer};
        }
        return answer;
    }

  private:
    struct Place {
        Oid relation = InvalidOid;
        Answer answer{};
    };

    void forget() {
        places_.fill({});
        if (forget_ != nullptr) {
            forget_();
        }
    }

    Question ask_;
    Forget forget_;
    // By the relation's number; another one takes its place.
    std::array<Place, 64> places_{};
    std::uint64_t changes_ = 0;
};

} // namespace veil::pg
