// Any bytes are a hierarchy or a problem; what is a hierarchy reads back from its text form as the same, is a
// tree, and its look-ups take any value at any level.
#include "core/hierarchy_table.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>
#include <map>

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    const char separator = input.PickValueInArray({';', ',', '\t', '|', 'a'});
    const std::string value = input.ConsumeRandomLengthString(40);
    const int level = input.ConsumeIntegral<std::int8_t>();
    const std::string text = input.ConsumeRemainingBytesAsString();
    require(veil::is_hierarchy_separator(separator));

    veil::HierarchyRows rows;
    if (auto problem = veil::parse_hierarchy_text(text, separator, rows)) {
        require(problem->message.size() < 200);
        return 0;
    }
    require(rows.rows() > 0 && rows.columns() >= 2);
    veil::HierarchyRows again;
    require(!veil::parse_hierarchy_text(rows.text(), ';', again));
    require(again.rows() == rows.rows() && again.columns() == rows.columns() && again.text() == rows.text());

    auto built = veil::HierarchyTable::build(rows);
    if (std::holds_alternative<veil::HierarchyProblem>(built)) {
        return 0;
    }
    const veil::HierarchyTable& table = *std::get<0>(built);
    veil::LabelBuffer buffer;
    (void)table.text_label(value, level, buffer);
    std::vector<std::map<std::string_view, std::string_view>> parents(rows.columns());
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        require(again.cell(row, 0) == rows.cell(row, 0));
        for (std::size_t column = 0; column < rows.columns(); ++column) {
            require(table.text_label(rows.cell(row, 0), static_cast<int>(column), buffer) ==
                    rows.cell(row, column));
            if (column > 0) {
                auto [known, is_new] =
                    parents[column].try_emplace(rows.cell(row, column - 1), rows.cell(row, column));
                require(is_new || known->second == rows.cell(row, column));
            }
        }
    }
    return 0;
}
