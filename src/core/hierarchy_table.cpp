#include "core/hierarchy_table.hpp"

#include <bit>
#include <cstring>
#include <unordered_map>

namespace veil {

namespace {

// Multiply and fold, eight bytes at a time. It need not resist anybody: whoever chooses the leaves owns the
// hierarchy, and a value that collides with none of them ends at the first free slot.
std::uint32_t hash_of(std::string_view value) noexcept {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    std::uint64_t hash = value.size() * odd;
    while (value.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, value.data(), sizeof word);
        hash = (hash ^ word) * odd;
        hash ^= hash >> 32;
        value.remove_prefix(sizeof word);
    }
    std::uint64_t rest = 0;
    if (!value.empty()) {
        std::memcpy(&rest, value.data(), value.size());
    }
    hash = (hash ^ rest) * odd;
    return static_cast<std::uint32_t>(hash >> 32);
}

} // namespace

std::variant<std::unique_ptr<const HierarchyTable>, HierarchyProblem>
HierarchyTable::build(const HierarchyRows& rows) {
    constexpr std::uint32_t none = ~std::uint32_t{0};
    std::unique_ptr<HierarchyTable> table(new HierarchyTable);
    table->top_level_ = static_cast<int>(rows.columns()) - 1;

    std::unordered_map<std::string_view, std::uint32_t> numbers;
    auto number_of = [&](std::string_view text) {
        auto [entry, is_new] = numbers.try_emplace(text, static_cast<std::uint32_t>(table->nodes_.size()));
        if (is_new) {
            table->nodes_.push_back(
                {static_cast<std::uint32_t>(table->bytes_.size()), static_cast<std::uint32_t>(text.size())});
            table->bytes_ += text;
        }
        return entry->second;
    };

    // Level by level: `below` has the label of each row one level down.
    std::vector<std::uint32_t> below(rows.rows());
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        below[row] = number_of(rows.cell(row, 0));
    }
    std::vector<std::size_t> first_rows;
    std::vector<bool> is_seen(table->nodes_.size());
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        if (!is_seen[below[row]]) {
            is_seen[below[row]] = true;
            first_rows.push_back(row);
            table->labels_.push_back(below[row]);
        }
    }
    table->leaves_ = first_rows.size();
    for (std::size_t level = 1; level < rows.columns(); ++level) {
        std::vector<std::uint32_t> parent(table->nodes_.size(), none);
        std::vector<std::uint32_t> labels(rows.rows());
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            labels[row] = number_of(rows.cell(row, level));
            std::uint32_t& known = parent[below[row]];
            if (known != none && known != labels[row]) {
                return HierarchyProblem{"a value of level " + std::to_string(level - 1) +
                                            " has two labels at level " + std::to_string(level),
                                        rows.line(row)};
            }
            known = labels[row];
        }
        for (const std::size_t row : first_rows) {
            table->labels_.push_back(labels[row]);
        }
        below = std::move(labels);
    }
    table->bytes_.shrink_to_fit();
    table->nodes_.shrink_to_fit();
    table->labels_.shrink_to_fit();
    table->fill_slots();
    return std::unique_ptr<const HierarchyTable>(std::move(table));
}

void HierarchyTable::fill_slots() {
    slots_.resize(std::bit_ceil(2 * leaves_ + 2));
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t leaf = 0; leaf < leaves_; ++leaf) {
        const std::uint32_t hash = hash_of(text_of(labels_[leaf]));
        std::size_t position = hash & mask;
        while (slots_[position].leaf != 0) {
            position = (position + 1) & mask;
        }
        slots_[position] = {hash, static_cast<std::uint32_t>(leaf + 1)};
    }
}

std::size_t HierarchyTable::size() const noexcept {
    return sizeof *this + bytes_.capacity() + nodes_.capacity() * sizeof(Node) +
           labels_.capacity() * sizeof(std::uint32_t) + slots_.capacity() * sizeof(Slot);
}

Label HierarchyTable::text_label(std::string_view value, int level, LabelBuffer& /*buffer*/) const noexcept {
    if (level < 0 || level > top_level_ || value.size() > longest_hierarchy_value) {
        return std::nullopt;
    }
    const std::uint32_t hash = hash_of(value);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t position = hash & mask; slots_[position].leaf != 0; position = (position + 1) & mask) {
        const Slot slot = slots_[position];
        if (slot.hash == hash && text_of(labels_[slot.leaf - 1]) == value) {
            return text_of(labels_[static_cast<std::size_t>(level) * leaves_ + slot.leaf - 1]);
        }
    }
    return std::nullopt;
}

} // namespace veil
