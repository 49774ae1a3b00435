// What was found out about relations, kept until any relation changes.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// Backend code: how often a message of the relation cache told of a change so far. Never 0.
[[nodiscard]] std::uint64_t count_relation_changes();

// Answers to a question about a relation. Backend code. For what every statement asks of every relation that
// it reads. Constant-initialized, so that what uses one pays for no guard.
class KeptAnswers {
  public:
    // Must depend on nothing but what a message of the relation cache tells of.
    using Question = bool (*)(Oid relation);

    explicit constexpr KeptAnswers(Question question) : ask_(question) {}

    [[nodiscard]] bool operator()(Oid relation);

  private:
    struct Answer {
        Oid relation = InvalidOid;
        bool is_yes = false;
    };

    Question ask_;
    // By the relation's number; another one takes its place.
    std::array<Answer, 64> answers_{};
    std::uint64_t changes_ = 0;
};

} // namespace veil::pg
