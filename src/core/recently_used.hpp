// The few things that were used last, by name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veil {

// Keeps `capacity` values, which stay where they are in memory; the one whose use is longest ago makes room.
// For some tens of them: they are gone through, the last used first.
template <class Value, std::size_t capacity>
class RecentlyUsed {
  public:
    // Null where there is none; else it is the last used.
    [[nodiscard]] const Value* find(std::string_view name) {
        const auto found = std::ranges::find(entries_, name, &Entry::name);
        if (found == entries_.end()) {
            return nullptr;
        }
        std::rotate(entries_.begin(), found, found + 1);
        return entries_.front().value.get();
    }

    // Of a name that has none. Throws std::bad_alloc, and is then as before.
    const Value& add(std::string_view name, std::unique_ptr<const Value> value) {
        entries_.reserve(capacity + 1);
        entries_.insert(entries_.begin(), Entry{std::string(name), std::move(value)});
        if (entries_.size() > capacity) {
            entries_.pop_back();
        }
        return *entries_.front().value;
    }

  private:
    struct Entry {
        std::string name;
        std::unique_ptr<const Value> value;
    };

    std::vector<Entry> entries_; // the last used first
};

} // namespace veil
