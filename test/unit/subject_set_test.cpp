#include "core/subject_set.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace veil {
namespace {

TEST(SubjectSet, CountsSubjectsAndNotRows) {
    std::vector<std::uint64_t> room(3);
    SubjectSet set(room);
    for (int row = 0; row < 1000; ++row) {
        set.add(7);
    }
    EXPECT_FALSE(set.is_enough());
    EXPECT_EQ(set.hashes().size(), 1U);
    set.add(8);
    set.add(7);
    EXPECT_FALSE(set.is_enough());
    set.add(0);
    EXPECT_TRUE(set.is_enough());
}

TEST(SubjectSet, RemembersNoMoreThanTheThreshold) {
    std::vector<std::uint64_t> room(2);
    SubjectSet set(room);
    for (std::uint64_t subject = 0; subject < 100; ++subject) {
        set.add(subject);
    }
    EXPECT_TRUE(set.is_enough());
    EXPECT_EQ(set.hashes().size(), 2U);
}

TEST(SubjectSet, IsNeverEnoughWithoutRoom) {
    const SubjectSet set;
    EXPECT_FALSE(set.has_room());
    EXPECT_FALSE(set.is_enough());
    EXPECT_TRUE(set.hashes().empty());
}

} // namespace
} // namespace veil
