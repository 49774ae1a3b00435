// Encryption by veil.encrypt.
#include "pg/canonical_value.hpp"
#include "pg/rule_column.hpp"

namespace veil::pg {

Protected compile_encrypt(RuleColumn& rule) {
    const std::string comment = "Encrypted. Joins with what " + rule.linking_domain() + " encrypts.";
    if (rule.type() == BYTEAOID) {
        refuse_spelling(rule);
        return {"veil.encrypt(" + rule.value() + rule.key_arguments() + ")", comment};
    }
    const std::string expression = "veil.encrypt(" + keyed_text(rule) + rule.key_arguments() + ")";
    // A ciphertext is longer than any text that its column holds.
    constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
    return {is_text(rule.type()) ? rule.as_text_type(expression, no_limit) : expression, comment};
}

} // namespace veil::pg
