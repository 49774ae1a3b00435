#include "core/self_test.hpp"

#include "core/crypto_failure.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace veil {
namespace {

std::vector<KnownAnswer> all_answers() {
    const auto answers = known_answers();
    return {answers.begin(), answers.end()};
}

TEST(SelfTest, Passes) {
    EXPECT_EQ(failing_primitive(known_answers()), "");
}

TEST(SelfTest, CoversEveryPrimitive) {
    std::set<std::string_view> primitives;
    for (const KnownAnswer& known : known_answers())
        primitives.insert(known.primitive);
    EXPECT_EQ(primitives, (std::set<std::string_view>{"AES-256", "AES-256 key wrap", "AES-SIV", "FF1",
                                                      "HKDF-SHA-256", "HMAC-SHA-256", "keyed permutation"}));
}

// An answer that differs in any one digit is seen, and named.
TEST(SelfTest, SeesEveryCorruptedAnswer) {
    for (std::size_t i = 0; i < known_answers().size(); ++i) {
        for (std::size_t digit = 0; digit < known_answers()[i].answer.size(); ++digit) {
            std::vector<KnownAnswer> answers = all_answers();
            std::string corrupted(answers[i].answer);
            corrupted[digit] = corrupted[digit] == '0' ? '1' : '0';
            answers[i].answer = corrupted;
            ASSERT_EQ(failing_primitive(answers), answers[i].primitive) << i << " " << digit;
        }
    }
}

TEST(SelfTest, SeesEveryBrokenPrimitive) {
    for (std::size_t i = 0; i < known_answers().size(); ++i) {
        for (auto* compute : {+[](std::span<std::uint8_t>) {},
                              +[](std::span<std::uint8_t>) { throw CryptoFailure("not available"); },
                              +[](std::span<std::uint8_t>) { throw 1; }}) {
            std::vector<KnownAnswer> answers = all_answers();
            answers[i].compute = compute;
            ASSERT_EQ(failing_primitive(answers), answers[i].primitive) << i;
        }
    }
}

TEST(SelfTest, SeesAnAnswerThatIsNoAnswer) {
    for (const std::string& answer : {std::string("0"), std::string("zz"), std::string(130, '0')}) {
        std::vector<KnownAnswer> answers = all_answers();
        answers.front().answer = answer;
        EXPECT_EQ(failing_primitive(answers), answers.front().primitive);
    }
}

} // namespace
} // namespace veil
