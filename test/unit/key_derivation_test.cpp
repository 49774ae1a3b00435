#include "core/key_derivation.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <set>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;

Bytes derived(std::string_view purpose, std::string_view name, std::uint32_t version,
              std::string_view scope) {
    return copy_of(derive_key(counting_key(), purpose, name, version, scope));
}

// The values themselves are pinned in known_answers_test.cpp.
TEST(DeriveKey, IsAFunctionOfItsArguments) {
    EXPECT_EQ(derived("encrypt", "citizen", 1, "research"), derived("encrypt", "citizen", 1, "research"));
}

TEST(DeriveKey, DependsOnEachArgument) {
    const std::set<Bytes> keys{derived("encrypt", "citizen", 1, "research"),
                               derived("noise", "citizen", 1, "research"),
                               derived("encrypt", "employee", 1, "research"),
                               derived("encrypt", "citizen", 2, "research"),
                               derived("encrypt", "citizen", 1, "finance"),
                               derived("encrypt", "citizen", 0x01000000, "research"),
                               derived("encrypt", "citizen", 1, ""),
                               copy_of(derive_key(counting_key(1), "encrypt", "citizen", 1, "research"))};
    EXPECT_EQ(keys.size(), 8U);
}

TEST(DeriveKey, TellsWhereAFieldEnds) {
    using namespace std::string_view_literals;
    const std::set<Bytes> keys{derived("ab", "c", 1, ""),        derived("a", "bc", 1, ""),
                               derived("", "abc", 1, ""),        derived("abc", "", 1, ""),
                               derived("ab", "", 1, "c"),        derived("ab"sv, "\0c"sv, 1, ""sv),
                               derived("ab\0"sv, "c"sv, 1, ""sv)};
    EXPECT_EQ(keys.size(), 7U);
}

TEST(CheckValue, DependsOnKeyNameAndVersion) {
    const std::set<CheckValue> values{
        check_value(counting_key(), "citizen", 1), check_value(counting_key(1), "citizen", 1),
        check_value(counting_key(), "citizen", 2), check_value(counting_key(), "citizens", 1)};
    EXPECT_EQ(values.size(), 4U);
}

} // namespace
} // namespace veil
