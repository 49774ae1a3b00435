#include "core/smoothed_quantile.hpp"

#include <cmath>
#include <map>

namespace veil {

namespace {

class Block {
  public:
    void add(const SubjectValue& row) {
        Share& share = shares_[row.subject];
        share.sum += row.value;
        share.rows += 1;
    }
    [[nodiscard]] std::size_t subjects() const noexcept { return shares_.size(); }
    [[nodiscard]] double mean() const noexcept {
        double sum = 0;
        for (const auto& [subject, share] : shares_) {
            sum += share.sum / share.rows;
        }
        return sum / static_cast<double>(shares_.size());
    }

  private:
    struct Share {
        double sum = 0;
        double rows = 0;
    };
    std::map<std::uint64_t, Share> shares_;
};

} // namespace

std::optional<double> smoothed_quantile(SortedRows& rows, double fraction, std::uint32_t threshold) {
    if (rows.size() == 0) {
        return std::nullopt;
    }
    const auto place =
        static_cast<std::size_t>(std::nearbyint(fraction * static_cast<double>(rows.size() - 1)));
    std::optional<double> found;
    bool is_first = true;
    Block block;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        block.add(rows.next());
        if (block.subjects() < threshold) {
            continue;
        }
        // There is a whole block behind it, so it is not the last one.
        if (found) {
            return found;
        }
        if (i >= place) {
            if (is_first) {
                return std::nullopt;
            }
            found = block.mean();
        }
        is_first = false;
        block = Block();
    }
    return std::nullopt;
}

} // namespace veil
