// A hierarchy of listed values: a flat hash table from the leaf to its labels.
#pragma once

#include "core/hierarchy_text.hpp"

#include <memory>
#include <variant>

namespace veil {

class HierarchyTable final : public Hierarchy {
  public:
    // Refuses rows that are no tree: a value that has two labels at the next level. A row that is there twice
    // counts once.
    [[nodiscard]] static std::variant<std::unique_ptr<const HierarchyTable>, HierarchyProblem>
    build(const HierarchyRows& rows);

    [[nodiscard]] int top_level() const noexcept override { return top_level_; }
    [[nodiscard]] std::size_t size() const noexcept override;
    [[nodiscard]] std::size_t leaves() const noexcept { return leaves_; }

    [[nodiscard]] Label text_label(std::string_view value, int level,
                                   LabelBuffer& buffer) const noexcept override;

  private:
    // A text within bytes_.
    struct Node {
        std::uint32_t start;
        std::uint32_t size;
    };
    struct Slot {
        std::uint32_t hash;
        std::uint32_t leaf; // from 1 on; 0: the slot is free
    };

    HierarchyTable() = default;
    [[nodiscard]] std::string_view text_of(std::uint32_t node) const noexcept {
        return {bytes_.data() + nodes_[node].start, nodes_[node].size};
    }
    void fill_slots();

    int top_level_ = 0;
    std::size_t leaves_ = 0;
    std::string bytes_;
    std::vector<Node> nodes_;
    // The label of each leaf, level by level: node number at level * leaves_ + leaf.
    std::vector<std::uint32_t> labels_;
    // A power of two, at most half of them taken; linear probing.
    std::vector<Slot> slots_;
};

} // namespace veil
