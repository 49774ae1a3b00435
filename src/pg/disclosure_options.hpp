// The rules of disclosure of a release: column "disclosure" of veil.release, and the guard's last argument.
#pragma once

#include "core/cell_pattern.hpp"
#include "pg/postgres.hpp"

namespace veil::pg {

// Refuses what is wrong with them; `title` begins the message. Gives them as text for the guard. C++ code.
[[nodiscard]] std::string check_disclosure(const std::optional<std::string>& disclosure,
                                           const std::string& title);

// The name of the key of the noise, where there is some. C++ code, of checked rules.
[[nodiscard]] std::optional<std::string> cell_key(const std::optional<std::string>& disclosure);

// What follows is backend code, of checked rules.

// What is shown is a multiple of these; 0 where it is not rounded.
struct AnswerRounding {
    std::int64_t counts;
    std::int64_t sums;
};
[[nodiscard]] AnswerRounding answer_rounding(const Jsonb* disclosure);
// The standard deviation of a layer of noise (core/cell_noise.hpp); 0 where there is none.
[[nodiscard]] double cell_noise_deviation(const Jsonb* disclosure);
[[nodiscard]] DisclosureRules disclosure_rules(const Jsonb* disclosure);
// Whether who asks what is recorded.
[[nodiscard]] bool records_answers(const Jsonb* disclosure);
// Whether answers are compared with earlier ones of the same role.
[[nodiscard]] bool guards_differences(const Jsonb* disclosure);

} // namespace veil::pg
