#include "core/secret.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <new>
#include <type_traits>

namespace veil {
namespace {

using test::Bytes;
using test::copy_of;
using test::counting_key;

static_assert(!std::is_copy_constructible_v<Key256> && !std::is_copy_assignable_v<Key256>);
static_assert(std::is_nothrow_move_constructible_v<Key256> && std::is_nothrow_move_assignable_v<Key256>);

TEST(Secret, IsZeroAtFirst) {
    EXPECT_EQ(copy_of(Key256()), Bytes(32, 0));
}

TEST(Secret, LeavesNothingWhereItWasMovedFrom) {
    Key256 source = counting_key();
    const auto source_bytes = source.bytes();
    Key256 target = std::move(source);
    const auto target_bytes = target.bytes();
    EXPECT_TRUE(std::ranges::equal(target_bytes, copy_of(counting_key())));
    EXPECT_TRUE(std::ranges::equal(source_bytes, Bytes(32, 0)));
    source = std::move(target);
    EXPECT_TRUE(std::ranges::equal(source_bytes, copy_of(counting_key())));
    EXPECT_TRUE(std::ranges::equal(target_bytes, Bytes(32, 0)));
}

TEST(Secret, SurvivesAssignmentToItself) {
    Key256 key = counting_key();
    Key256& same = key;
    key = std::move(same);
    EXPECT_EQ(copy_of(key), copy_of(counting_key()));
}

TEST(Secret, LeavesNothingWhereItWasDestroyed) {
    alignas(Key256) std::array<std::uint8_t, sizeof(Key256)> storage;
    storage.fill(0xff);
    auto* key = new (storage.data()) Key256(counting_key(1));
    ASSERT_EQ(storage[31], 32);
    key->~Secret();
    EXPECT_EQ(storage, (std::array<std::uint8_t, sizeof(Key256)>{}));
}

TEST(RandomKey, DiffersEachTime) {
    const Key256 first = random_key();
    EXPECT_NE(copy_of(first), copy_of(random_key()));
    EXPECT_NE(copy_of(first), Bytes(32, 0));
}

} // namespace
} // namespace veil
